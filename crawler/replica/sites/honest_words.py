"""Honest sites that speak of gambling, money, prizes, cards and luck: what they say."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.replica.sites.pages import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """One sort of honest site."""

    key: str
    slug: str  # what its host begins with
    theme: Theme
    name: str  # {word} is its coined name
    about: str
    headings: tuple[str, ...]
    lines: tuple[str, ...]
    below: str = ""  # "gov" or "edu": its suffix
    why: str = "It has nothing to do with gambling"
    gives_account: bool = False  # prints an account and its code, for honest money


SORTS: tuple[Sort, ...] = (
    Sort(
        key="police_news",
        slug="congan",
        theme=Theme.PORTAL,
        below="gov",
        name="Công an {place}",
        about="Tin an ninh trật tự của Công an {place}",
        headings=(
            "Triệt phá đường dây đánh bạc",
            "Cảnh báo thủ đoạn mới",
            "Thông báo tìm chủ tài sản",
        ),
        lines=(
            "Ngày {day}, Công an {place} triệt phá đường dây cá độ bóng đá qua mạng, tạm giữ "
            "{n} đối tượng.",
            "Các đối tượng lập trang cho con bạc nạp tiền chơi tài xỉu, xóc đĩa, nổ hũ rồi "
            "rút tiền về tài khoản.",
            "Cơ quan điều tra đã khởi tố vụ án tổ chức đánh bạc và đánh bạc, thu giữ {n} "
            "điện thoại.",
            "Người dân không tham gia game bài đổi thưởng, nhà cái trực tuyến dưới mọi hình thức.",
            "Khi phát hiện điểm ghi lô đề, đá gà ăn tiền, đề nghị báo ngay cho công an nơi "
            "gần nhất.",
        ),
        why="The police report on gambling",
    ),
    Sort(
        key="state_lottery",
        slug="xosokienthiet",
        theme=Theme.PORTAL,
        name="Xổ số kiến thiết {place}",
        about="Công ty TNHH MTV Xổ số kiến thiết {place}: kết quả, dò vé, lịch quay số mở thưởng",
        headings=("Kết quả mở thưởng", "Cơ cấu giải thưởng", "Đại lý vé số truyền thống"),
        lines=(
            "Kết quả xổ số ngày {day}: giải đặc biệt 0{n}81, giải nhất 4{n}7, giải nhì {n}09.",
            "Vé trúng thưởng lĩnh tại trụ sở công ty trong 30 ngày kể từ ngày mở thưởng.",
            "Năm qua công ty nộp ngân sách {n} tỷ đồng, xây hai trạm y tế và một trường mầm non.",
            "Công ty không nhận đặt số qua mạng; mọi trang nhận lô đề mượn tên công ty đều là giả.",
            "Người dưới 18 tuổi không được mua vé số.",
        ),
        why="The lottery of a province is legal",
    ),
    Sort(
        key="lottery_results",
        slug="dovesonhanh",
        theme=Theme.NEWS,
        name="Dò Vé Số {word}",
        about="Kết quả xổ số ba miền tường thuật hằng ngày, dò vé số trực tuyến",
        headings=("XSMB hôm nay", "XSMN hôm nay", "Thống kê lần quay trước"),
        lines=(
            "Kết quả XSMB ngày {day} được cập nhật từ hội đồng giám sát lúc 18 giờ 35.",
            "Nhập dãy sáu chữ số trên tờ vé để biết có trúng giải nào hay không.",
            "Keno và Mega 6/45 do công ty xổ số của nhà nước phát hành, quay tại trường quay "
            "có giám sát.",
            "Trang chỉ đăng kết quả, không nhận đặt số, không bán vé, không dự đoán.",
        ),
        why="Results of the legal lottery are information",
    ),
    Sort(
        key="law_firm",
        slug="luatsu",
        theme=Theme.BLOG,
        name="Luật {word}",
        about="Văn phòng luật sư {word}: hình sự, dân sự, đất đai, giấy phép trò chơi điện tử",
        headings=(
            "Tội đánh bạc bị xử lý thế nào?",
            "Cá cược hợp pháp là gì?",
            "Giấy phép G1 và G2, G3, G4",
        ),
        lines=(
            "Người đánh bạc trái phép từ 5 triệu đồng có thể bị truy cứu theo Điều 321 Bộ "
            "luật Hình sự.",
            "Tổ chức cho người khác cá cược, ghi lô đề bị phạt nặng hơn người chơi, xem Điều 322.",
            "Kinh doanh casino chỉ được phép tại cơ sở có giấy chứng nhận đủ điều kiện.",
            "Luật sư {word} nhận bào chữa cho bị can trong vụ án tổ chức đánh bạc qua mạng.",
            "Trò chơi có đổi thưởng ra tiền không được cấp giấy xác nhận dưới bất kỳ hình "
            "thức nào.",
        ),
        why="A law firm explains the law",
    ),
    Sort(
        key="addiction_help",
        slug="cainghienco",
        theme=Theme.BLOG,
        name="Trung tâm Tư vấn {word}",
        about="Tư vấn miễn phí cho người nghiện cờ bạc và gia đình",
        headings=("Dấu hiệu nghiện cờ bạc", "Tự khóa tài khoản", "Chuyện của một người về bờ"),
        lines=(
            "Tôi từng thua {n} triệu vì tài xỉu và nổ hũ trên mạng, vay nóng để gỡ rồi càng xa bờ.",
            "Nếu người thân liên tục nạp tiền, thức đêm đặt cược, nói dối về nợ, hãy gọi cho "
            "chúng tôi.",
            "Bước đầu tiên là gỡ ứng dụng, chặn trang nhà cái và giao tài khoản ngân hàng "
            "cho người nhà giữ.",
            "Buổi chia sẻ tối thứ Năm tại {place}, không thu phí, không hỏi tên.",
        ),
        why="It helps people out of gambling",
    ),
    Sort(
        key="school",
        slug="thcs",
        theme=Theme.PORTAL,
        below="edu",
        name="Trường THCS {place}",
        about="Cổng thông tin Trường THCS {place}",
        headings=("Ngoại khóa phòng chống cờ bạc", "Bài giảng xác suất", "Lịch thi học kỳ"),
        lines=(
            "Tiết Toán lớp 8 tung xúc xắc {n} lần để kiểm tra xác suất ra mặt sáu chấm.",
            "Nhà trường tổ chức ngoại khóa: nói không với cá độ bóng đá và game đổi thưởng.",
            "Hội chợ xuân có gian hàng lô tô gây quỹ khuyến học, phần thưởng là sách vở.",
            "Học sinh nộp bài dự thi tìm hiểu pháp luật trước ngày {day}.",
        ),
        why="A school teaches",
    ),
    Sort(
        key="football_news",
        slug="bongda",
        theme=Theme.NEWS,
        name="Bóng Đá {word}",
        about="Tin bóng đá trong nước và quốc tế, lịch thi đấu, bảng xếp hạng",
        headings=("Nhận định trước trận", "Bảng xếp hạng vòng {n}", "Chuyển nhượng"),
        lines=(
            "Đội chủ nhà {place} thắng 2-1 nhờ bàn ở phút bù giờ, khán đài vỡ òa.",
            "Huấn luyện viên nói kèo khó nhưng cả đội quyết lấy ba điểm trên sân khách.",
            "Liên đoàn phạt hai cầu thủ nghi dính dàn xếp tỷ số, cơ quan công an đang xác minh.",
            "Trực tiếp bóng đá trên kênh có bản quyền lúc 19 giờ ngày {day}.",
        ),
        why="It reports on football and takes no stakes",
    ),
    Sort(
        key="bank",
        slug="nganhang",
        theme=Theme.SHOP,
        name="Ngân hàng {word}",
        about="Ngân hàng số {word}: mở tài khoản, thẻ, vay, tích điểm đổi quà",
        headings=("Rút tiền bằng mã QR", "Vòng quay may mắn tháng này", "Cảnh báo lừa đảo"),
        lines=(
            "Rút tiền tại máy ATM không cần thẻ: mở ứng dụng, quét mã, nhận tiền trong 30 giây.",
            "Điểm thưởng tích lũy được đổi quà, đổi dặm bay hoặc hoàn tiền vào thẻ.",
            "Nạp tiền ví điện tử miễn phí, hoàn trả 5% cho hóa đơn điện nước đầu tiên.",
            "Ngân hàng khóa tài khoản cho thuê, mượn để nhận tiền cá cược theo yêu cầu của "
            "công an.",
            "Quay số trúng thưởng {n} sổ tiết kiệm cho khách hàng mở mới trước ngày {day}.",
        ),
        why="A bank pays out its customers' own money",
    ),
    Sort(
        key="loyalty",
        slug="tichdiem",
        theme=Theme.SHOP,
        name="Thẻ thành viên {word}",
        about="Tích điểm đổi thưởng tại {n} siêu thị của {word}",
        headings=("Đổi thưởng tháng này", "Vòng quay cuối tuần", "Câu hỏi thường gặp"),
        lines=(
            "Mỗi 10.000 đồng mua hàng được 1 điểm; 500 điểm đổi thưởng nồi chiên, 50 điểm "
            "đổi khăn lau.",
            "Quay vòng may mắn trên hóa đơn từ 200.000 đồng, giải nhất là xe đạp.",
            "Điểm không quy đổi thành tiền mặt và hết hạn sau 12 tháng.",
            "Nhận code giảm giá khi giới thiệu bạn mới, hạn dùng đến {day}.",
        ),
        why="A loyalty programme gives goods for purchases",
    ),
    Sort(
        key="chess_club",
        slug="covua",
        theme=Theme.BLOG,
        name="Câu lạc bộ Cờ {word}",
        about="Câu lạc bộ cờ vua, cờ tướng {word} tại {place}",
        headings=("Giải cờ nhanh mở rộng", "Lớp thiếu nhi", "Ván đấu của tuần"),
        lines=(
            "Giải cờ nhanh ngày {day} có {n} kỳ thủ, giải thưởng là cúp và sách khai cuộc.",
            "Còn 2 slot cho lớp chiều thứ Bảy, phụ huynh đăng ký tại bàn trực.",
            "Quân xe trắng thí tốt, đánh vào hàng ngang thứ bảy và thắng sau 31 nước.",
            "Câu lạc bộ không cho chơi cờ ăn tiền trong khuôn viên.",
        ),
        why="Chess is no gambling",
    ),
    Sort(
        key="games_studio",
        slug="xuonggame",
        theme=Theme.BLOG,
        name="Xưởng {word}",
        about="Studio gia công mỹ thuật và lập trình trò chơi cho đối tác nước ngoài",
        headings=("Dự án đã làm", "Tuyển họa sĩ 2D", "Nhật ký phát triển"),
        lines=(
            "Chúng tôi vẽ nhân vật và dựng chuyển động cho {n} dự án của khách hàng, không "
            "phát hành trò chơi.",
            "Bài viết tuần này: cách cân bằng rơi đồ mà không biến trò chơi thành máy đánh bạc.",
            "Tuyển thực tập sinh Unity, làm tại {place}, phụ cấp 4 triệu đồng.",
        ),
        why="A studio works for others and offers no game",
    ),
    Sort(
        key="novel",
        slug="truyenchu",
        theme=Theme.BLOG,
        name="Truyện Chữ {word}",
        about="Đọc truyện tiên hiệp, ngôn tình, trinh thám miễn phí",
        headings=(
            "Chương {n}: Con bạc cuối cùng",
            "Chương {n}: Ván bài định mệnh",
            "Bảng xếp hạng",
        ),
        lines=(
            "Lão Tứ đặt cược cả căn nhà xuống chiếu, mở bát ra bốn trắng, trời đất quay cuồng.",
            "Thần Bài khẽ mỉm cười, lật lá già bích, cả sòng bài im phăng phắc.",
            "Nàng nói: cờ bạc là bác thằng bần, chàng theo nghề ấy thì thiếp xin về.",
            "Đêm đó ở {place}, tiếng xí ngầu lắc trong tô vang tới sáng.",
        ),
        why="A novel tells of gamblers",
    ),
    Sort(
        key="tourism",
        slug="dulich",
        theme=Theme.SHOP,
        name="Du lịch {word}",
        about="Tour Macau, Singapore, Las Vegas khởi hành từ {place}",
        headings=("Tour Macau bốn ngày", "Ghé thăm khu nghỉ dưỡng", "Visa và hành lý"),
        lines=(
            "Ngày 2: tham quan nhà thờ Thánh Phaolô, buổi tối ngắm đài phun nước trước casino.",
            "Khách Việt Nam vào casino ở nước ngoài tự chịu trách nhiệm, công ty không đưa "
            "khách đi đánh bạc.",
            "Giá trọn gói {n} triệu đồng, gồm vé máy bay, khách sạn bốn sao và bữa sáng.",
        ),
        why="It sells journeys",
    ),
)
