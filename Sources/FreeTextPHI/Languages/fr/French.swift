// SPDX-License-Identifier: Apache-2.0

extension LanguagePack {
    /// French.
    public static let french = LanguagePack(
        code: "fr",
        cues: [
            (.title, "monsieur|madame|mademoiselle|mme|mlle|docteur|professeur|sœur|mmes|drs|veuve"),
            (.role, "médecin|médecin traitant|médecin prescripteur|médecin demandeur|médecin correspondant|prescripteur|prescrit par|demandeur|demandé par|adressé par|adressée par|envoyé par|radiologue|radiologiste|manipulateur|manipulatrice|infirmier|infirmière|chirurgien|opérateur|réalisé par|effectué par|lu par|relu par|validé par|dicté par|signé|signé par|signature|rédigé par|compte rendu de|vu avec|discuté avec|appel de|appelé|prévenu|informé|communiqué à|transmis à|copie à|à l attention de|secrétaire|brancardier|interprète|accompagné de|accompagnée de|accompagné par|accompagnée par|personne de confiance|cardiologue|neurologue|oncologue|urologue|pneumologue|sage-femme|anesthésiste|confrère|cher confrère|référent|suivi par|suivie par|opéré par|opérée par"),
            (.kin, "mère|père|fille|fils|épouse|époux|mari|femme|frère|sœur|oncle|tante|cousin|cousine|grand-mère|grand-père|conjoint|conjointe|compagnon|compagne|voisin|voisine|tuteur|tutrice|amie|née|dite|nommé|nommée|alias|bébé|nom de jeune fille|nom de naissance"),
            (.patient, "patient|patiente|nom|prénom|nom du patient|nom et prénom|assuré|assurée|identité|pt|pte"),
            (.link, "par|est|le|nom|de"),
            (.id, "ipp|nip|ndos|numéro de dossier|n dossier|dossier|no dossier|nda|iep|numéro patient|n patient|numéro d accession|accession|numéro de sécurité sociale|sécurité sociale|sécu|n sécu|nss|nir|insee|carte vitale|vitale|passeport|carte d identité|cni|permis|rpps|adeli|finess|numéro d examen|n examen|numéro de série|n série|immatriculation|plaque|matricule|identifiant|mutuelle|adhérent|n adhérent|bon n|demande n|numéro de demande|prélèvement|anapath"),
            (.weakID, "no|n|numéro|num|réf"),
            (.phone, "tél|tel|téléphone|portable|mobile|fax|poste|bip|joindre|joignable|joignable au|rappeler|rappeler au|rappel|appeler|appeler au|numéro de téléphone|télécopie|ligne|dect"),
            (.date, "le|depuis|date|daté|daté du|scanner du|irm du|examen du|antérieur du|comparaison|opéré le|opérée le|chute le|accident du|hospitalisé le|vu le|vue le|rdv|rdv le|consultation du|compte rendu du"),
            (.born, "né|née|né le|née le|date de naissance|ddn|naissance"),
            (.place, "habite|habite à|vit à|domicilié à|demeurant à|originaire de|vient de|résidant à|résident de|voyage à|retour de|né à|née à"),
            (.address, "adresse|domicile|demeurant|domicilié|domiciliée|habite|habite au|habitant|réside|résidant"),
            (.site, "transféré de|transférée de|transféré du|transférée du|adressé de|venant de|vient du|hospitalisé à|hospitalisé au|hospitalisée au|opéré à|opéré au|opérée au|suivi à|suivi au|suivie au|extérieur|réalisé à|réalisé au|examen fait à|scanner de"),
            (.hospitalHead, "hôpital|clinique|polyclinique|centre hospitalier|chu|chru|chr|hospices|maternité|cabinet de radiologie|centre d imagerie|ehpad|maison de retraite|dispensaire|sanatorium|centre médical|maison médicale|hôtel-dieu|infirmerie|laboratoire"),
            (.hospitalShort, "pitié-salpêtrière|bichat|cochin|necker|lariboisière|gustave roussy|hôtel-dieu|aphp"),
            (.organizationHead, "école|collège|lycée|université|crèche|maternelle|sarl|entreprise|usine|mairie|banque|assurance|mutuelle|boulangerie|garage|caserne|gendarmerie|ferme|transports|restaurant|hôtel"),
            (.employer, "travaille à|travaille chez|employé chez|employée chez|employé à|employeur|salarié de|élève au|élève à|élève de|scolarisé à|profession|ouvrier chez|étudiant à"),
            (.ageUnit, "ans"),
            (.ageBefore, "âge|âgé de|âgée de|agé de"),
            (.particle, "de|du|des|la|le|van|von|el|ben|al"),
            (.personVerb, "appelle|appelé|demande|refuse|signale|rapporte|vient|souhaite|prévenu|informé|chute|présente|se plaint|arrivé|arrivée"),
            (.unit, "mm|cm|ml|mg|semaines|semaine|mois|jours|jour|heures|h|coupes|incidences|doses"),
            (.counter, "image|série|coupe|grade|stade|type|segment|phase|chambre|salle|service|niveau|position|score"),
            (.weekday, "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|demain|aujourd hui"),
            (.eponymHead, "syndrome|maladie|signe|fracture|kyste|hernie|sonde|cathéter|drain|classification|incidence|nodule|lymphome|ligament|tumeur|score|canal"),
            (.stop, "le|la|les|un|une|des|du|de|et|ou|avec|sans|pour|par|sur|dans|est|sont|pas|ne|au|aux|ce|cette|son|sa|ses|traitant|droit|droite|gauche|normal|connu|connue|service|urgences|examen|chez|très|plus|après|avant|lors|suite|douleur|douleurs|inconnu|hier"),
        ],
        months: "janvier janv|février fevr|mars|avril avr|mai|juin|juillet juil|août|septembre sept|octobre|novembre|décembre"
    )
}
