"""How a person saves what Facebook shows: five minutes, no account, nothing gone around."""

from __future__ import annotations

ROUTINE = """\
Thu thập Facebook bằng tay, khoảng năm phút, không cần tài khoản:
 1. Mở một cửa sổ ẩn danh (Ctrl+Shift+N). Không đăng nhập Facebook.
 2. Nhấn F12, chọn thẻ Network (Mạng), đánh dấu “Preserve log” (Giữ nhật ký).
 3. Mở https://www.facebook.com/ads/library/, chọn Việt Nam, “Tất cả quảng cáo”, “Đang hoạt động”.
 4. Gõ một từ khóa (ví dụ: nổ hũ, game bài đổi thưởng), hoặc mở danh sách quảng cáo của một trang.
 5. Cuộn chậm đến hết phần cần lưu. Gặp trang đăng nhập, mã xác nhận hay “thử lại sau” thì dừng
    trong ngày hôm đó: không giải mã xác nhận, không đổi mạng để tránh.
 6. Trong thẻ Network, nhấn chuột phải, chọn “Save all as HAR” (Lưu tất cả dưới dạng HAR).
 7. Với một trang (fanpage): mở phần giới thiệu “Tính minh bạch của trang”, lưu cả HAR.
 8. Kiểm tra lại một quảng cáo: mở https://www.facebook.com/ads/library/?id=MÃ_QUẢNG_CÁO, lưu HAR.
    Kiểm tra lại một trang: mở trang đó, lưu cả HAR, kể cả khi chỉ thấy “không xem được nội dung”.
    Muốn kết luận cần hai lần lưu cách nhau ít nhất 24 giờ.
 9. Chạy lệnh: rasoat import captures TỆP.har
    Lệnh cho biết trang đếm bao nhiêu quảng cáo và đã lưu được bao nhiêu; rồi: rasoat judge
Cookie, mã truy cập và dấu vết đăng nhập trong tệp bị xóa trước khi lưu vào kho chứng cứ.
"""
