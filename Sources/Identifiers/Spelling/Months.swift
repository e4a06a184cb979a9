// SPDX-License-Identifier: Apache-2.0

/// The months in the languages of which the texts are.
enum Months {
    enum Grammar { case english, plain, romance, slavic }

    private static func table(_ text: String) -> [[String]] {
        text.split(separator: " ").map { $0.split(separator: "/").map(String.init) }
    }

    /// Full, short and inflected names, a month a word.
    static let names: [(Grammar, [[String]])] = [
        (
            .english,
            table(
                "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep/sept october/oct november/nov "
                    + "december/dec"
            )
        ),
        (.plain, table("januar/jänner/jaen februar/feber märz/maerz/mrz april mai juni juli august september oktober/okt november dezember/dez")),
        (.plain, table("janvier/janv février/févr/fev mars avril/avr mai juin juillet/juil août septembre octobre novembre décembre/déc")),
        (.romance, table("enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre octubre noviembre diciembre/dic")),
        (.romance, table("janeiro fevereiro/fev março abril/abr maio/mai junho julho agosto/ago setembro/set outubro/out novembro dezembro/dez")),
        (
            .romance,
            table("gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre/set ottobre/ott novembre dicembre/dic")
        ),
        (.plain, table("januari februari maart/mrt april mei juni juli augustus september oktober/okt november december")),
        (
            .slavic,
            table(
                "styczeń/stycznia/sty luty/lutego/lut marzec/marca kwiecień/kwietnia/kwi maj/maja czerwiec/czerwca/cze lipiec/lipca/lip "
                    + "sierpień/sierpnia/sie wrzesień/września/wrz październik/października/paź listopad/listopada/lis grudzień/grudnia/gru"
            )
        ),
        (
            .slavic,
            table(
                "январь/января/янв февраль/февраля/фев март/марта/мар апрель/апреля/апр май/мая июнь/июня/июн июль/июля/июл август/августа/авг "
                    + "сентябрь/сентября/сен/сент октябрь/октября/окт ноябрь/ноября/ноя декабрь/декабря/дек"
            )
        ),
        (
            .slavic,
            table(
                "січень/січня лютий/лютого березень/березня квітень/квітня травень/травня червень/червня липень/липня серпень/серпня "
                    + "вересень/вересня жовтень/жовтня листопад/листопада грудень/грудня"
            )
        ),
        (.plain, table("januar februar marts/mars april mai/maj juni juli august september oktober november desember")),
        (.plain, table("ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık")),
        (
            .plain,
            table(
                "Ιανουαρίου/Ιανουάριος Φεβρουαρίου/Φεβρουάριος Μαρτίου/Μάρτιος Απριλίου/Απρίλιος Μαΐου/Μάιος Ιουνίου/Ιούνιος Ιουλίου/Ιούλιος "
                    + "Αυγούστου/Αύγουστος Σεπτεμβρίου/Σεπτέμβριος Οκτωβρίου/Οκτώβριος Νοεμβρίου/Νοέμβριος Δεκεμβρίου/Δεκέμβριος"
            )
        ),
        (
            .plain,
            table(
                "يناير/كانون_الثاني فبراير/شباط مارس/آذار أبريل/نيسان مايو/أيار يونيو/حزيران يوليو/تموز أغسطس/آب سبتمبر/أيلول "
                    + "أكتوبر/تشرين_الأول نوفمبر/تشرين_الثاني ديسمبر/كانون_الأول"
            )
        ),
    ]

    static let thai = table(
        "มกราคม/ม.ค. กุมภาพันธ์/ก.พ. มีนาคม/มี.ค. เมษายน/เม.ย. พฤษภาคม/พ.ค. มิถุนายน/มิ.ย. กรกฎาคม/ก.ค. สิงหาคม/ส.ค. กันยายน/ก.ย. ตุลาคม/ต.ค. "
            + "พฤศจิกายน/พ.ย. ธันวาคม/ธ.ค."
    )
}
