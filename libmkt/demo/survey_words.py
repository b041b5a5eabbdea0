"""What the invented respondents write, by theme and language; kaa and uz in both scripts."""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = ("kaa", "uz", "ru", "en")
PHONE_SAID: Final = ". Juwap kútemen: {phone}"

SAID: Final = {
    "hours": {
        "kaa": (
            "Keshte jumıstan keyin kitapxana jabıq, keshki saat toǵızǵa shekem ashıq bolsa eken",
            "Ekshembi kúni de ashıq bolıwı kerek",
            "Jumıs waqtı júdá qısqa",
            "Túski tánepiste de isleseńiz jaqsı bolar edi",
            "Жумыс ўақты қысқа, кеште де ашық болсын",
            "Екшемби күни де ашық болса екен",
        ),
        "uz": (
            "Kechqurun ishdan keyin kutubxona yopiq boʻladi, kechgacha ochiq boʻlsin",
            "Yakshanba kuni ham ishlasa yaxshi boʻlardi",
            "Ish vaqti juda qisqa",
            "Tushlik vaqtida yopmang",
            "Иш вақти қисқа, кечқурун ҳам очиқ бўлсин",
            "Якшанба куни ҳам ишласа яхши бўларди",
        ),
        "ru": (
            "Библиотека закрывается слишком рано, после работы не успеваю",
            "Работайте, пожалуйста, и по воскресеньям",
            "Часы работы неудобные, хотелось бы до девяти вечера",
            "Не закрывайтесь на обед",
        ),
        "en": (
            "Please stay open in the evening",
            "Opening hours are too short, and it is closed on Sunday",
        ),
    },
    "wifi": {
        "kaa": (
            "Wi-Fi júdá ástelik penen isleydi",
            "Internet tez-tez úzilip qaladı",
            "Wi-Fi tek birinshi qabatta bar, oqıw zalında joq",
            "Wi-Fi parolin hár kúni soraw kerek",
            "Интернет жүдә әсте, вай-фай ислемейди",
            "Вай-фай оқыў залында жоқ",
        ),
        "uz": (
            "Wi-Fi juda sekin ishlaydi",
            "Internet tez-tez uzilib qoladi",
            "Oʻquv zalida Wi-Fi yoʻq",
            "Интернет жуда секин, вай-фай ишламайди",
            "Ўқув залида вай-фай йўқ",
        ),
        "ru": (
            "Очень медленный вай-фай",
            "Wi-Fi в читальном зале не ловит",
            "Интернет постоянно отключается",
            "Сделайте нормальный интернет, с ноутбуком работать нельзя",
        ),
        "en": (
            "The Wi-Fi is too slow to work with",
            "No internet in the reading room",
        ),
    },
    "children": {
        "kaa": (
            "Balalar ushın jańa kitaplar kerek",
            "Balalarǵa qaraqalpaq tilinde ertekler az",
            "Mektepke shekemgi balalarǵa súwretli kitaplar bolsa eken",
            "Балалар ушын жаңа китаплар керек",
            "Балаларға қарақалпақ тилинде ертеклер аз",
        ),
        "uz": (
            "Bolalar uchun yangi kitoblar kerak",
            "Bolalarga oʻzbek tilida rasmli kitoblar kam",
            "Болалар учун янги китоблар олинг",
            "Болаларга эртаклар кам",
        ),
        "ru": (
            "Мало новых детских книг",
            "Купите книги для детей на родном языке",
            "Детям до семи лет почти нечего взять, нужны книжки с картинками",
        ),
        "en": (
            "More books for small children, please",
            "New children's books in Karakalpak",
        ),
    },
    "other": {
        "kaa": (
            "Hámmesi jaqsı, raxmet",
            "Oqıw zalında orın az, shawqım kóp",
            "Kofe ishetuǵın orın kerek",
            "Ҳәммеси жақсы, рахмет",
        ),
        "uz": (
            "Hammasi yaxshi, rahmat",
            "Qishda zal sovuq",
            "Zal shovqinli, joy kam",
            "Ҳаммаси яхши, раҳмат",
        ),
        "ru": (
            "Всё хорошо, спасибо",
            "Зимой в зале холодно",
            "Шумно, мало мест",
        ),
        "en": ("All is well, thank you", "More seats and less noise"),
    },
}
