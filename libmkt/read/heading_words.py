"""Words of headings in Karakalpak, Uzbek, Russian and English, by what they mean.

Forms are parted by semicolons and written in Latin or Cyrillic as they stand in tables;
matching is by `libmkt.text.search_key`, so that case, script and apostrophes do not matter.
"""

from __future__ import annotations

from typing import Final

MEASURES: Final[dict[str, str]] = {
    "libraries": "libraries; library outlets; kitapxanalar; kutubxonalar; библиотек; библиотеки;"
    " axborot-kutubxona muassasalari; málimleme-kitapxana mekemeleri; сеть библиотек;"
    " kitapxanalar sanı; число библиотек",
    "stock": "stock; collection; holdings; collection size; book stock; volumes; items in stock;"
    " copies; kitap fondı; fond; fond, dana; fond, nusxa; фонд; книжный фонд; библиотечный фонд;"
    " экземпляров; экземпляры; экз; kutubxona fondi; kitob fondi; kitapxana fondı; dana; nusxa;"
    " nusxalar; danalar; kitaplar; kitoblar; книг; книги; фонд на конец года; fondta bar; фонда;"
    " состоит экземпляров; имеется в фонде",
    "titles": "titles; atamalar; atama; nomlar; nomda; названий; названия; наименований; nom",
    "acquisitions": "acquisitions; new acquisitions; items added; additions; new items;"
    " jańa ádebiyatlar; kelip túsken; jańa kelip túsken; kelip tushgan; yangi kelib tushgan;"
    " yangi kelib tushgan nashrlar; yangi adabiyotlar; kelib tushdi; поступило; поступления;"
    " новые поступления; поступило за год; поступление; поступлений; kelip tústi;"
    " jańa túsken ádebiyatlar; qabul qilindi",
    "withdrawn": "withdrawn; withdrawals; discarded; esaptan shıǵarılǵan; esaptan shıǵarıw;"
    " hisobdan chiqarilgan; hisobdan chiqarish; chiqarildi; выбыло; списано; списание; выбытие;"
    " esaptan shıqtı",
    "users": "users; readers; registered users; registered borrowers; members; borrowers;"
    " cardholders; total members; paydalanıwshılar; paydalanıwshı; kitap oqıwshılar; oqıwshılar;"
    " kitap oqıwshı; foydalanuvchilar; foydalanuvchi; kitobxonlar; kitobxon; oʻquvchilar;"
    " aʼzolar; пользователей; пользователи; читателей; читатели; зарегистрированных пользователей;"
    " зарегистрировано пользователей; dizimnen ótken paydalanıwshılar;"
    " roʻyxatdan oʻtgan foydalanuvchilar; kitapxana paydalanıwshıları; число читателей;"
    " kutubxona foydalanuvchilari; oqıwshılar sanı; aǵza bolǵan oqıwshılar",
    "active_users": "active users; active members; active borrowers; total active members;"
    " belsendi paydalanıwshılar; faol foydalanuvchilar; активных пользователей;"
    " активные пользователи",
    "new_users": "new users; new registrations; registrations; new members; jańa paydalanıwshılar;"
    " yangi foydalanuvchilar; новых пользователей; новые пользователи; новые читатели;"
    " вновь записавшихся; jańa oqıwshılar; yangi kitobxonlar",
    "visits": "visits; visitors; footfall; attendances; physical visits; qatnawlar; qatnaw;"
    " keliwler; keliw; qatnovlar; qatnov; tashriflar; tashrif; kelishlar; посещений; посещения;"
    " посещаемость; число посещений; kitapxanaǵa qatnaw; kutubxonaga qatnov; kitapxanaǵa keliw;"
    " qatnaǵanlar; tashrif buyurganlar; посещений библиотек; library visits; visitantlar",
    "virtual_visits": "virtual visits; website visits; web visits; online visits; remote visits;"
    " virtual qatnaw; virtual qatnawlar; virtual tashriflar; сайт посещения; обращений удаленно;"
    " виртуальных посещений; виртуальные посещения; посещения сайта; посещений сайта;"
    " обращений к сайту; sayt qatnawları; saytga tashriflar; onlayn qatnawlar",
    "loans": "loans; issues; circulation; checkouts; items issued; book issues; total circulation;"
    " items lent; kitap beriw; kitap beriliwi; berilgen kitaplar; berilgen ádebiyatlar;"
    " kitob berilishi; kitob berish; berilgan kitoblar; berilgan adabiyotlar; книговыдача;"
    " книговыдачи; книговыдач; книговыдача всего; выдано; выдача; выдача документов;"
    " документовыдача; выдано экземпляров; выдано книг; выдано документов; kitap berildi;"
    " выдано изданий; kitap beriwler; kitob berildi; berildi",
    "renewals": "renewals; renewed loans; renewed; uzaytırıw; uzaytırılǵan; uzaytirilgan;"
    " muddati uzaytirilgan; продления; продлений; продлено; продление",
    "in_house_use": "in house use; in-house use; reading room use; local use; oqıw zalında beriw;"
    " oqıw zalı; oʻquv zalida berilgan; oʻquv zali; выдача в читальном зале; в читальном зале;"
    " читальный зал",
    "e_loans": "e-loans; electronic loans; ebook loans; e-book loans; digital loans; etitles;"
    " elektron kitap beriw; elektron kitob berish; электронная выдача; выдача электронных книг;"
    " электронных выдач",
    "events": "events; programs; programmes; program; programme; activities; event; ilajlar; ilaj;"
    " is-ilajlar; mádeniy ilajlar; ótkerilgen ilajlar; tadbirlar; tadbir; oʻtkazilgan tadbirlar;"
    " мероприятий; мероприятия; массовых мероприятий; массовые мероприятия;"
    " проведено мероприятий; kópshilik ilajlar; ommaviy tadbirlar; kópshilik is-ilajlar",
    "attendance": "attendance; event attendance; program attendance; attendees; event attendees;"
    " participants; qatnasıwshılar; ilajlarǵa qatnasqanlar; ishtirokchilar;"
    " tadbir ishtirokchilari; посещений мероприятий; участников; участники;"
    " посетителей мероприятий;"
    " участников мероприятий; посещения мероприятий; ilaj qatnasıwshıları;"
    " qatnasqanlar; tadbirlarda qatnashganlar; присутствовало",
    "references": "references; reference answers; reference transactions; reference questions;"
    " enquiries; inquiries; málimlemeler; málimleme; maʼlumotnomalar; maʼlumotlar berildi;"
    " справок; справки; выполнено справок; библиографических справок; anıqlamalar; maʼlumot",
    "requests": "requests; requests received; talaplar; talap; buyırtpalar; buyırtpa; buyurtmalar;"
    " talablar; talab; запросов; запросы; требований; требования; заказов; заказы",
    "requests_filled": "requests filled; requests satisfied; qanaatlandırılǵan talaplar;"
    " qondirilgan talablar; удовлетворено запросов; выполнено запросов; удовлетворено требований;"
    " orınlanǵan buyırtpalar; bajarilgan buyurtmalar; выполнено заказов",
    "population": "population; inhabitants; residents; population served; catchment population;"
    " xalıq; xalıq sanı; aholi; aholi soni; xalqı; население; населения; жителей;"
    " численность населения; число жителей; turǵınlar; xalıq sanı, adam",
    "staff": "staff; fte; staff fte; total staff; employees; xızmetkerler; kadrlar; xodimlar;"
    " kitapxanashılar; kutubxonachilar; сотрудников; сотрудники; работников; штат; персонал;"
    " работники; штатных единиц; ставок; библиотечных работников",
    "hours_open": "hours open; opening hours; open hours; hours; service hours; islegen saatı;"
    " jumıs saatları; ish soatlari; ochiq soatlar; часов работы; часы работы; ish soati;"
    " jumıs saatı",
    "expenditure": "expenditure; spending; total expenditure; costs; expenses; qárejetler;"
    " qárejet; xarajatlar; xarajat; расходы; расходов; израсходовано; затраты; shıǵınlar;"
    " operating expenditure",
    "income": "income; revenue; total income; dáramat; dáramatlar; daromad; daromadlar; доходы;"
    " доход; поступило средств; финансирование",
    "computers": "computers; workstations; public computers; pcs; public pcs; kompyuterler;"
    " kompyuter; kompyuterlar; компьютеров; компьютеры; пк",
    "computer_sessions": "computer sessions; pc sessions; workstation users; computer users;"
    " public computer uses; kompyuterden paydalanıw; kompyuterdan foydalanish;"
    " сеансов работы на компьютерах",
    "computer_use": "computer use; pc use; computer usage; computer occupancy",
    "wifi_sessions": "wifi sessions; wi-fi sessions; wireless sessions; wifi users; wi-fi users;"
    " wifi; wi-fi; wi-fi paydalanıwshıları; wi-fi foydalanuvchilari; сеансов wi-fi",
    "seats": "seats; reading places; seating; orınlar; oqıw orınları; oʻrinlar; oʻrindiqlar; мест;"
    " посадочных мест; посадочные места; число мест; число посадочных мест",
}
ROLES: Final[dict[str, str]] = {
    "library": "library; libraries name; library name; authority; library authority;"
    " library service;"
    " district; region; county; municipality; city; town; area; territory; system; state; lib;"
    " kitapxana; kitapxana atı; kitapxananıń atı; kitapxana ataması; rayon; qala; rayon hám qala;"
    " qala hám rayonlar; rayonlar; rayon (qala); aymaq; aymaqlar; wálayat; rayonlar hám qalalar;"
    " rayon atı; rayonlardıń atı; mekeme; mekeme atı; kutubxona; kutubxona nomi; tuman; shahar;"
    " tuman (shahar); tuman va shahar; tumanlar va shaharlar; shahar va tumanlar; tumanlar; hudud;"
    " hududlar; viloyat; muassasa; muassasa nomi; hudud nomi; tuman nomi; библиотека;"
    " наименование библиотеки; название библиотеки; район; район (город); город, район;"
    " районы и города; города и районы; районы; город; территория; область; регион; регионы;"
    " наименование; наименование района; наименование учреждения; учреждение; муниципалитет; atı;"
    " nomi; название; atama; region name; district name; name; цбс; библиотеки и филиалы",
    "branch": "branch; branch name; branches; location; outlet; site; filial; filiallar;"
    " filial atı;"
    " filial nomi; filialı; филиал; филиалы; наименование филиала; библиотека-филиал;"
    " bólim; boʻlim; отдел; service point; library branch",
    "year": "year; fiscal year; jıl; jıllar; jılı; yil; yillar; yili; год; годы; esabat jılı;"
    " hisobot yili; отчетный год",
    "quarter": "quarter; sherek; chorak; квартал; shorek",
    "month": "month; ay; aylar; ayı; oy; oylar; oyi; месяц; месяцы; ay atı; oy nomi",
    "period": "period; date; reporting period; month and year; dáwir; sáne; davr; sana; период;"
    " дата; отчётный период; esabat dáwiri; hisobot davri; waqtı; время; vaqt; kún; день; day",
    "measure": "measure; indicator; metric; statistic; variable; kórsetkish; kórsetkishler;"
    " koʻrsatkich; koʻrsatkichlar; показатель; показатели; наименование показателя;"
    " kórsetkish atı; koʻrsatkich nomi; показателей",
    "value": "value; count; number; amount; figure; n; qty; quantity; muǵdar; muǵdarı; san; sanı;"
    " plan; reje; reja; план; target; mánis; miqdor; miqdori; soni; qiymat; значение;"
    " количество; число; кол-во; итого значение",
    "leave out": "no; no.; №; nº; n°; #; № п/п; № р/с; t/r; t/n; q/s; п/п; n/n; row; id; code;"
    " branch id; tier; address; postal code; zip; fsa; ward number; ward region; nbhd number;"
    " nbhd name; latitude; longitude; mánzil; manzil; адрес; код; kod; ytd; year to date;"
    " jıl basınan; yil boshidan; с начала года; unit; ólshem birligi; oʻlchov birligi;"
    " единица измерения; ед. изм.; комментарий; comment; comments; url; website; sayt; tártip",
    "ignore": "of which; including; in total; annual; yearly; figures; indicators; sonnan;"
    " sonıń ishinde; sonıń ishinen; shundan; jumladan; shu jumladan; из них; в том числе;"
    " показатели деятельности; основные показатели; tiykarǵı kórsetkishler; jıllıq; yillik;"
    " asosiy koʻrsatkichlar; ежегодно; за год; jas boyınsha; yosh boʻyicha; по возрастам",
    "note": "note; notes; remark; remarks; esletpe; esletpeler; izoh; izohlar; примечание;"
    " примечания",
}
BREAKDOWNS: Final[dict[str, str]] = {
    "age": "age; age group; age band; content age group; jas; jas toparı; yosh; yosh guruhi;"
    " возраст; возрастная группа; по возрасту; jası boyınsha",
    "sex": "sex; gender; jınıs; jınısı; jins; jinsi; пол",
    "format": "format; material type; media; type of material; ádebiyat túri; nashr turi;"
    " вид издания; вид документа; tur; túri; вид; тип",
    "class": "class; subject; knowledge branch; tarmaq; sala; soha; отрасль; отрасль знаний;"
    " раздел;"
    " bilim tarawı; bilim sohasi; ádebiyat tarawı; ббк; удк; dewey class",
    "language": "language; til; tili; язык; по языкам",
    "category": "category; user category; kategoriya; toifa; категория; reader category;"
    " paydalanıwshı kategoriyası; cardholder type",
    "event_type": "event type; program type; programme type; ilaj túri; tadbir turi;"
    " вид мероприятия; тип мероприятия",
}
PARTS: Final[dict[str, tuple[str, str]]] = {
    "children": ("age", "children; child; juvenile; kids; balalar; bolalar; дети; детей; детям"),
    "teenagers": ("age", "teenagers; teen; teens; young adult; óspirimler; oʻsmirlar; подростки"),
    "youth": ("age", "youth; young people; jaslar; yoshlar; молодежь; молодёжь; молодежи"),
    "adults": ("age", "adults; adult; all adults; úlkenler; eresekler; kattalar; взрослые;"
                      " взрослых; взрослым"),
    "pensioners": ("age", "seniors; senior; pensioners; pensionerler; nafaqaxoʻrlar; пенсионеры"),
    "women": ("sex", "women; female; hayallar; ayollar; женщины; женщин; hayal-qızlar"),
    "men": ("sex", "men; male; erkekler; erkaklar; мужчины; мужчин"),
}  # fmt: skip
PERSONAL: Final = (
    "surname; first name; last name; full name; forename; patronymic; name of reader; reader name;"
    " user name; username; e-mail; email; email address; e mail; mail; phone; telephone;"
    " phone number; mobile; mobile phone; fax; passport; birth date; date of birth; f.i.o; fio;"
    " f.a.á;"
    " ФИО; ф.и.о.; фамилия; имя; отчество; телефон; тел; эл. почта; электронная почта; паспорт;"
    " дата рождения; директор; director; librarian name; contact; contact person; familiyası;"
    " familiya; ismi; atı-jóni; ákesiniń atı; telefon; telefonı; telefon raqami; elektron pochta;"
    " director name; juwapker; masʼul; ответственный; заведующий; kitapxana başlıǵı; rahbar"
)
