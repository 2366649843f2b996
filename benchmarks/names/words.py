"""Words that harmless Vietnamese names are made of: own knowledge, no list of names was read."""

from __future__ import annotations

TRADES = (
    "noithat xaydung dulich vantai nhahang khachsan mypham thoitrang thucpham nhakhoa phongkham "
    "thuoc dongho giaydep quanao noithatgo cuagu cuanhom cuakinh camera maytinh laptop dienthoai "
    "dienmay dienlanh maylanh suachua baohiem ketoan luatsu tuvan thietke quangcao inan baobi sonnuoc "
    "gachmen sat thep nhom kinh go da xemay oto otocu lopxe phutung xetai taxi maybay visa tour "
    "homestay resort canho chungcu nhadat batdongsan duan datnen chothue phongtro hoatuoi quatang banhkem "
    "banhmi caphe tra sua trasua ruou bia nuocmam hatdieu yensao nhansam dongtrung matong traicay rausach "
    "haisan gao thit ga heo bo vit trung ca tom muc cua nam sim sodep simsodep thesim sach vanphongpham "
    "hocphi ngoaingu tienganh gia su giasu daotao tuyendung vieclam mamnon daihoc tieuhoc benhvien spa "
    "nail toc lamdep thammy gym yoga bongda caulong bida xedap dochoi mevabe bimsua taisan taichinh "
    "ketqua xoso tructiep phim nhac truyen tin bao tapchi game thethao bancaphe bancanho bancaygiong "
    "doithuong baibao tailieu giaydan mayin mucin phanmem tenmien hosting maychu marketing seo web "
    "logistics kho van chuyenphat hangkhong tausat cangbien moitruong nuocsach nangluong dienmattroi "
    "cokhi khuon nhua cao su caosu hoachat phanbon thuysan channuoi nongsan thucung chomeo caycanh"
).split()
GOODS = (
    "bongden den denled denchum quat tulanh maygiat maybom bontam voisen bonggon bongtai bongbay vo xo "
    "nem goi rem tham nen nhang vangma trongcay hatgiong cayxanh hoalan betong ximang cat da ongnuoc "
    "vanchuyen donnha vesinh thongcong giatui suanha sonxe ruaxe thayvo daynghe hocdan hocve hocboi "
    "mayanh inanh anhcuoi vaycuoi aodai tiecuoi mutgung keodua nuocep bunpho lauga nemchua giocha "
    "xemphim nghenhac docsach bienhieu hopden kesat tusach banghe xichdu tranhtheu gomsu mayxay"
).split()
PLACES = (
    "hanoi saigon hcm danang haiphong cantho hue nhatrang dalat vungtau bienhoa binhduong dongnai longan "
    "tiengiang bentre vinhlong dongthap angiang kiengiang camau baclieu soctrang haugiang travinh tayninh "
    "binhphuoc lamdong daklak gialai kontum khanhhoa phuyen binhdinh quangngai quangnam quangtri quangbinh "
    "hatinh nghean thanhhoa ninhbinh namdinh thaibinh hanam hungyen haiduong bacninh bacgiang thainguyen "
    "quangninh halong langson caobang hagiang laocai sapa yenbai sonla dienbien laichau hoabinh vinhphuc "
    "phutho tuyenquang backan phuquoc condao mientay mienbac mientrung quan1 quan7 quan9 thuduc govap "
    "tanbinh caugiay hadong longbien mydinh vietnam viet vn asia dongduong"
).split()
PEOPLE = (
    "anh binh chau cuong dung duc duy giang hai hang hanh hien hieu hoa hoang hong hung huong huy khanh "
    "khoa kien lan lam linh long loan ly mai manh minh my nam nga ngan ngoc nguyen nhan nhi nhung oanh phat "
    "phong phu phuc phuong quan quang quyen quynh son tam tan tai thai thang thanh thao thi thien thinh thu "
    "thuan thuy tien tin toan trang tri trinh trung truong tu tuan tung tuyet uyen van vien viet vinh vu xuan "
    "yen tran le pham phan vo dang bui do ho ngo duong dinh"
).split()
FIRMS = (
    "kimlong hoangha minhphat anphat hungthinh phuoclong dailoc thienan thanhcong hoaphat tanphat thaibinhduong "
    "ducviet namviet daiviet vietnhat vietphap vietduc vietmy vinh an tuonglai anhduong mattroi "
    "saovang saoviet rongviet phuonghoang dailong kimcuong bachkim hoangkim phuquy phucloc tailoc hoanggia "
    "thienphu vinaco sonha hoabinhxanh xanh moi so1 sach viet24h nhanh tot re dep"
).split()
WORDS = (
    "food shop store home house group tech land media design studio travel tour green star sun golden royal "
    "king queen lucky happy family baby kids mom pet fashion style beauty spa care health medic dental pharma "
    "clinic school academy english edu learning book soft data cloud digital smart mobile phone computer net "
    "solution service trading invest capital finance bank insurance law auto motor car bike parts steel wood "
    "stone glass window door windows wine winery coffee tea cake bakery kitchen garden farm fresh organic "
    "water energy solar power electric light led machine tool print pack plastic paint build construct decor "
    "furniture hotel resort villa apartment city center tower river ocean sea sky blue red white black pink "
    "club fanclub golf sport fitness yoga winter alphabet better beta bethel twin darwin window vinyl viper "
    "slot timeslot poker bingo lotto royalclub vipcar vipspa betterhome windoor dreamwin winhome winmart "
    "playground gamer gaming games play fun event wedding photo film music radio news daily today express "
    "global world asia pacific international import export logistics cargo ship air sea train"
).split()
NUMBERS = (
    *(
        "24h",
        "247",
        "24",
        "365",
        "360",
        "123",
        "1",
        "2",
        "9",
        "99",
        "88",
        "68",
        "86",
        "79",
        "39",
        "66",
    ),
    *(
        "69",
        "113",
        "115",
        "1080",
        "2000",
        "2020",
        "2010",
        "89",
        "55",
        "52",
        "6868",
        "8888",
        "789",
        "888",
    ),
    *("3d", "4u", "5s", "1s", "2s", "3s", "4g", "5g", "36", "29", "30", "15", "18"),
)
LUCKY = (
    "88 88 88 68 79 86 99 66 77 89 39 24h 247 365 8 6 9 888 666 999"
).split()  # as often as they are met
# With a number that brings luck these are what operators call themselves.
PLAYED = frozenset(
    (
        "bingo bongda club doithuong fun game gamer games gaming ketqua king lotto lucky play poker "
        "royal royalclub slot sport thethao tructiep xoso"
    ).split()
)
SUFFIXES = (
    *("vn",) * 10,
    *("com.vn",) * 10,
    "edu.vn",
    "edu.vn",
    "org.vn",
    "net.vn",
    "gov.vn",
    "name.vn",
    *("info.vn", "pro.vn", "health.vn", "id.vn", "biz.vn", "ac.vn"),
)
ABROAD = (
    "com",
    "com",
    "com",
    "net",
    "org",
    "info",
    "asia",
    "shop",
    "store",
    "site",
    "online",
    "xyz",
)
BOUGHT = "com com com com com net net vn com.vn org shop store info".split()
ONSETS = "b c ch d g gi h k kh l m n ng nh ph qu s t th tr v x".split()
RIMES = (
    "a ac ai am an ang anh ao at au ay e em en eo i ich iem ien ieu im in inh o oa oai oan oc oi om on ong "
    "u ua uan uc ui um un ung uoc uoi uon uong uu uy uyen uyet y yen"
).split()
