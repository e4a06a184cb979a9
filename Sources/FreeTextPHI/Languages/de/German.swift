// SPDX-License-Identifier: Apache-2.0

extension LanguagePack {
    /// German.
    public static let german = LanguagePack(
        code: "de",
        cues: [
            (.title, "herr|herrn|frau|dr|prof|pd dr|prof dr|dr med|oberarzt|oberärztin|chefarzt|chefärztin|assistenzarzt|assistenzärztin|stationsarzt|schwester|pfleger|fräulein|familie"),
            (.role, "arzt|ärztin|hausarzt|hausärztin|radiologe|radiologin|untersucher|untersucherin|überweiser|überweisender arzt|zuweiser|zuweisender arzt|einsender|einweiser|anforderer|angefordert von|angefordert durch|überwiesen von|überwiesen durch|zugewiesen von|befundet von|befundet durch|befunder|erstellt von|freigegeben von|freigegeben durch|diktiert von|geschrieben von|unterschrift|gez|gezeichnet|unterzeichnet|mta|mtra|mtr|mfa|besprochen mit|rücksprache mit|telefonat mit|anruf von|gemeldet an|mitgeteilt an|informiert|operateur|durchgeführt von|assistenz|ansprechpartner|ansprechpartnerin|betreuer|betreuerin|dolmetscher|dolmetscherin|kopie an|z hd|zu händen|begleitet von|vidiert|bearbeiter|sachbearbeiter|kollege|kollegin|kollegen|kardiologe|chirurg|orthopäde|neurologe|internist|urologe|onkologe"),
            (.kin, "mutter|vater|tochter|sohn|ehefrau|ehemann|bruder|schwester|tante|onkel|lebensgefährte|lebensgefährtin|partner|partnerin|angehörige|angehöriger|nachbar|nachbarin|freund|freundin|enkel|enkelin|schwager|schwägerin|geb|geborene|genannt|namens|heißt|kind|säugling|neugeborenes"),
            (.patient, "patient|patientin|pat|name|patientenname|nachname|vorname|versicherter|versicherte|proband|probandin"),
            (.link, "ist|von|durch|name"),
            (.id, "patientennummer|patienten-nr|patientennr|pat-nr|pat nr|patnr|fallnummer|fall-nr|fallnr|fall nr|aufnahmenummer|aufnahmenr|aufnahme-nr|auftragsnummer|auftragsnr|auftrags-nr|versichertennummer|versichertennr|versicherten-nr|kvnr|krankenversichertennummer|sozialversicherungsnummer|sv-nummer|svnr|rentenversicherungsnummer|ausweisnummer|personalausweis|reisepass|röntgennummer|röntgen-nr|untersuchungsnummer|kennnummer|kenn-nr|aktenzeichen|lanr|bsnr|seriennummer|befundnummer|befund-nr|histologie-nr|histo-nr|einsendenummer|kassennummer|kundennummer|steuernummer|iban|probennummer|studiennummer|kartennummer|kennzeichen"),
            (.weakID, "nr|nummer"),
            (.phone, "telefon|tel|telefonnummer|handy|handynummer|mobil|mobilnummer|fax|durchwahl|rückruf|rückruf unter|rückrufnummer|funk|piepser|erreichbar unter|apparat|rufnummer"),
            (.date, "am|vom|seit|bis|zum|datum|voraufnahme|voraufnahmen|voruntersuchung|voruntersuchungen|op|operation|unfall|sturz|aufnahme|entlassung|termin|vergleich|befund|diktiert|ct vom|mrt vom|ausgestellt"),
            (.born, "geb|geboren|geboren am|geb am|geburtsdatum|gebdatum|geb-datum"),
            (.place, "aus|wohnhaft in|wohnt in|lebt in|zugezogen aus|reise nach|zurück aus|geboren in|stammt aus|heimatort|wohnort"),
            (.address, "wohnhaft|adresse|anschrift|wohnt|wohnhaft in|wohnadresse|postanschrift"),
            (.site, "im|vom|aus dem|von der|verlegt aus|verlegt von|extern|auswärts|zuletzt im|klinik|übernahme aus|überwiesen aus|entlassen aus|operiert im|operiert in|aufgenommen in"),
            (.hospitalHead, "krankenhaus|klinik|klinikum|universitätsklinikum|uniklinik|uniklinikum|universitätsklinik|kreiskrankenhaus|kreisklinik|stadtkrankenhaus|hospital|spital|kantonsspital|praxis|gemeinschaftspraxis|radiologie|mvz|sanatorium|rehaklinik|reha-klinik|pflegeheim|seniorenheim|altenheim|poliklinik|lazarett|ambulanz|ärztehaus|facharztzentrum|herzzentrum|diagnostikum|krankenanstalt|landeskrankenhaus|bezirkskrankenhaus|diakonissenkrankenhaus|marienhospital|universitätsspital|charité"),
            (.hospitalShort, "charité|uke|lmu klinikum|rechts der isar"),
            (.organizationHead, "schule|grundschule|gymnasium|realschule|hauptschule|gesamtschule|kindergarten|kita|universität|hochschule|gmbh|ohg|e v|verein|werke|werk|fabrik|brauerei|bäckerei|metzgerei|sparkasse|versicherung|krankenkasse|kasse|feuerwehr|polizei|stadtwerke|autohaus|spedition|baugesellschaft"),
            (.employer, "arbeitet bei|beschäftigt bei|arbeitgeber|angestellt bei|tätig bei|versichert bei|beruf|schüler am|schülerin am|besucht"),
            (.ageUnit, "jährige|jähriger|jähriges|jährigen|jähr|jahre|jahre alt|jaehrig|jaehrige|jaehriger|jährig"),
            (.ageBefore, "alter"),
            (.particle, "von|zu|zum|vom|van|der|den"),
            (.suffix, "jun|sen|junior|senior"),
            (.personVerb, "angerufen|ruft|berichtet|gibt|wünscht|lehnt|informiert|bittet|klagt|stürzte|verweigert"),
            (.unit, "mm|cm|ml|mg|wochen|monate|tage|tagen|stunden|jahren|uhr|grad|schichten|ebenen|bilder"),
            (.counter, "bild|serie|schicht|grad|stadium|typ|segment|phase|hwk|bwk|lwk|th|sk|zimmer|station|raum|gerät|position"),
            (.weekday, "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|heute|morgen|gestern"),
            (.eponymHead, "syndrom|krankheit|zeichen|fraktur|zyste|hernie|katheter|sonde|drainage|klassifikation|aufnahme|nach|knötchen|lymphom|morbus|dreieck|winkel"),
            (.stop, "der|die|das|und|oder|mit|ohne|nach|bei|beim|im|am|zur|ist|war|wurde|wird|keine|kein|nicht|unauffällig|bekannt|bitte|links|rechts|beidseits|ein|eine|einen|auf|wie|noch|morbus|verdacht|zustand|befund|aufnahme|schmerzen|station|telefonisch|unbekannt|klinik|siehe"),
        ],
        months: "januar jänner|februar|märz maerz|april|mai|juni|juli|august|september|oktober okt|november|dezember dez"
    )
}
