// SPDX-License-Identifier: Apache-2.0

extension LanguagePack {
    /// Spanish.
    public static let spanish = LanguagePack(
        code: "es",
        cues: [
            (.title, "señor|señora|señorita|sr|sra|srta|don|doña|dña|dra|doctor|doctora|profesor|profesora|lic|licenciado|sor"),
            (.role, "médico|médica|médico solicitante|médico referente|médico tratante|médico de cabecera|médico informante|médico responsable|radiólogo|radióloga|técnico|técnica|técnico radiólogo|tsid|enfermero|enfermera|cirujano|cirujana|solicitante|solicitado por|solicita|remitido por|remitida por|derivado por|derivada por|referido por|enviado por|informado por|realizado por|realizada por|operado por|operada por|firmado|firmado por|validado por|revisado por|dictado por|leído por|transcrito por|comentado con|hablado con|avisado|se avisa a|se informa a|comunicado a|notificado a|atención|a la atención de|adjunto|adjunta|interconsulta|intérprete|acompañado de|acompañada de|acompañado por|acompañada por|cardiólogo|neurólogo|oncólogo|urólogo|neumólogo|traumatólogo|matrona|anestesista|celador|celadora|operador|autor|autora|visto por|vista por|atendido por|atendida por"),
            (.kin, "madre|padre|hija|hijo|esposa|esposo|marido|mujer|hermano|hermana|tío|tía|primo|prima|abuela|abuelo|nieta|nieto|pareja|cuñado|cuñada|vecino|vecina|tutor|tutora|amigo|amiga|cuidador|cuidadora|familiar|llamado|llamada|alias|bebé|rn de|recién nacido de|novia|novio|apellido|apellidos de soltera"),
            (.patient, "paciente|pte|nombre|nombre del paciente|apellidos|nombre y apellidos|asegurado|titular|niño|niña|usuario|usuaria"),
            (.link, "por|es|el|la|nombre"),
            (.id, "nhc|historia clínica|n historia|nº historia|número de historia|número de paciente|dni|nie|nif|pasaporte|nss|seguridad social|número de seguridad social|nuss|tarjeta sanitaria|cipa|curp|rfc|cédula|cedula|expediente|nº expediente|episodio|nº episodio|número de acceso|petición|nº petición|nº solicitud|solicitud|colegiado|nº colegiado|n colegiado|matrícula|póliza|nº póliza|afiliado|nº afiliado|número de serie|nº serie|muestra|biopsia nº|identificador|carnet|registro|folio"),
            (.weakID, "no|nº|núm|número|ref"),
            (.phone, "tel|tfno|tlf|teléfono|móvil|celular|fax|extensión|llamar|llamar al|contactar al|número de teléfono|contacto|localizable en|whatsapp"),
            (.date, "el|del|desde|hasta|fecha|previo del|previa del|tac del|tc del|rm del|rmn del|estudio del|comparado con|intervenido el|operado el|operada el|caída el|ingreso|ingresado el|alta|cita|cita el|consulta del|informe del"),
            (.born, "nacido|nacida|nacido el|nacida el|fecha de nacimiento|f nacimiento|fn|f nac|fec nac|nacimiento"),
            (.place, "vive en|reside en|natural de|procedente de|residente en|viene de|viaje a|nacido en|nacida en|vecino de|vecina de"),
            (.address, "dirección|domicilio|domiciliado en|con domicilio en|vive en|reside en|residencia"),
            (.site, "trasladado de|trasladada de|trasladado desde|trasladada desde|derivado de|derivada de|remitido de|remitido desde|procedente de|procedente del|ingresado en|ingresada en|operado en|operada en|intervenido en|seguido en|seguida en|externo|realizado en|visto en|traído de"),
            (.hospitalHead, "hospital|clínica|policlínica|policlínico|sanatorio|centro de salud|centro médico|ambulatorio|hospital universitario|hospital general|complejo hospitalario|geriátrico|consultorio|maternidad|centro de especialidades|centro de diagnóstico|centro de imagen|mutua|imss|issste"),
            (.hospitalShort, "la fe|vall d hebron|gregorio marañón|ramón y cajal|puerta de hierro|la paz|12 de octubre|virgen del rocío|reina sofía"),
            (.organizationHead, "colegio|escuela|universidad|guardería|empresa|fábrica|compañía|banco|seguros|ayuntamiento|panadería|taller|transportes|restaurante|hotel|bodega|cooperativa|supermercado|cementos|industrias"),
            (.employer, "trabaja en|trabaja para|empleado de|empleada de|empleado en|empresa|trabajador de|trabajadora de|alumno de|alumna de|estudia en|profesión|jubilado de|jubilada de"),
            (.ageUnit, "años"),
            (.ageBefore, "edad|edad de"),
            (.particle, "de|del|la|las|los|y|i|da|dos"),
            (.personVerb, "llama|llamó|solicita|refiere|acude|rechaza|informa|niega|pide|avisa|presenta|cayó|firma|ingresa"),
            (.unit, "mm|cm|ml|mg|semanas|semana|meses|mes|días|día|horas|h|cortes|proyecciones|dosis"),
            (.counter, "imagen|serie|corte|grado|estadio|tipo|segmento|fase|habitación|sala|cama|nivel|posición|escala"),
            (.weekday, "lunes|martes|miércoles|jueves|viernes|sábado|domingo|ayer|hoy|mañana"),
            (.eponymHead, "síndrome|enfermedad|signo|fractura|quiste|hernia|sonda|catéter|drenaje|clasificación|proyección|nódulo|linfoma|ligamento|tumor|escala|conducto"),
            (.stop, "el|la|los|las|un|una|de|del|y|o|con|sin|para|por|sobre|en|es|son|no|al|se|su|sus|solicitante|derecho|derecha|izquierdo|izquierda|normal|servicio|urgencias|estudio|después|antes|muy|tras|dolor|desconocido|conocido|acude|refiere|previo|previa"),
        ],
        months: "enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto|septiembre setiembre|octubre|noviembre|diciembre dic"
    )
}
