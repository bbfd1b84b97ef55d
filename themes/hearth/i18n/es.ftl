# Palabras de la interfaz de Hearth, en español.
# No native speaker has read these yet.

# Around every page
skip-link = Ir al texto principal
menu-label = Menú principal
language-label = Idiomas
breadcrumbs-label = Dónde estás
footer-label = Más en este sitio
home = Inicio
articles = Artículos
topics = Temas
authors = Autoría
audience = Para quién es
series = Series
all-articles = Todos los artículos
all-topics = Todos los temas
feed = Canal de novedades
contact = Contacto
hours = Horario
booking = Pedir una cita
permalink-label = Esta página está en

# An article
draft = Borrador
by = Por
updated = Actualizado el
minutes = { $count ->
    [one] { $count } minuto de lectura
   *[other] { $count } minutos de lectura
}
contents = En esta página
content-notes-title = Antes de leer
content-notes = Esta página habla de: { $notes }. Ve a tu ritmo. Puedes parar cuando quieras.
content-notes-short = Habla de: { $notes }
content-notes-on = Seguir leyendo
content-notes-elsewhere = Leer otra cosa
content-notes-past = Saltar «{ $part }» e ir a «{ $next }»
content-notes-past-start = Saltar el comienzo e ir a «{ $next }»
content-notes-past-end = Saltar «{ $part }» e ir al final del texto
content-notes-past-all = Ir al final del texto
series-part = Parte { $part } de { $parts }
series-previous = Parte anterior
series-next = Parte siguiente
series-all = { $parts ->
    [one] Ver la serie
   *[other] Ver las { $parts } partes
}
about-article = Sobre este artículo
written-by = Texto de
reviewed-by = Revisión clínica de
registration = Registro: { $registration }
last-reviewed = Última revisión:
review-by = Próxima revisión:
not-reviewed = Este artículo no ha pasado una revisión clínica.
related = Artículos relacionados
recent = Artículos recientes
featured = Por dónde empezar

# Whom to call, on every page
support-title = ¿Necesitas ayuda ahora?
support-emergency = Si tú u otra persona podéis estar en peligro, llama ahora al { $number }.
support-no-number = Si tú u otra persona podéis estar en peligro, llama ahora al número de emergencias de tu país.
support-or = o al
support-lines = También puedes llamar o escribir a uno de estos servicios.
support-call = Llamar al { $number }
support-text = Escribir un SMS al { $number }
support-text-word = Enviar «{ $word }» por SMS al { $number }
support-chat = Chatear en línea
support-always = 24 horas al día, todos los días
support-all-day = 24 horas
support-languages = Idiomas: { $languages }
support-unchecked = Los números pueden cambiar: consulta la página del propio servicio.
support-checked = Comprobado el { $date }.
support-more = Todas las formas de pedir ayuda
language-ar = árabe
language-cy = galés
language-de = alemán
language-el = griego
language-en = inglés
language-es = español
language-fr = francés
language-ga = irlandés
language-hi = hindi
language-it = italiano
language-mi = maorí
language-nl = neerlandés
language-pl = polaco
language-pt = portugués
language-ru = ruso
language-tr = turco
language-uk = ucraniano
language-zh = chino

# Lists
article-count = { $count ->
    [one] { $count } artículo
   *[other] { $count } artículos
}
pagination-label = Páginas de esta lista
page-of = Página { $number } de { $pages }
title-page = { $title }, página { $number }
newer = Más recientes
older = Más antiguos
previous-page = Página anterior
next-page = Página siguiente
list-empty = Todavía no hay nada aquí.
by-author = Artículos de { $name }
in-series = Serie: { $name }
audience-clients = Para pacientes
audience-clinicians = Para profesionales clínicos
audience-parents = Para madres y padres
audience-couples = Para parejas
audience-other = Para { $name }

# References
references = Referencias
references-all = Todas las referencias
references-description = Las obras en las que se apoya este sitio, con los artículos que las citan.
references-used-in = Se cita en:
references-glossary = En el glosario:
references-back = Volver a la cita { $number }
citation-label = Mostrar la fuente

# The glossary
glossary = Glosario
glossary-description = Qué significan las palabras de este sitio, en lenguaje sencillo.
glossary-letters = Letras
glossary-see-also = Véase también:
glossary-sources = Fuente:
glossary-used-in = Aparece en:
glossary-more = y { $count } más.
glossary-words = Palabras que se usan aquí
glossary-entry = Esta palabra en el glosario
term-label = Qué significa «{ $term }»

# Feeds
feed-title = { $site }: artículos
feed-topic-title = { $site }: { $topic }

# Not found, and moved
not-found-title = Esta página no está aquí
not-found-text = Puede que la página haya cambiado de lugar o que la dirección tenga un error. No has hecho nada mal.
not-found-home = Ir a la página de inicio
redirect-title = Esta página ha cambiado de lugar
redirect-link = Ir a su nueva dirección

# What the text of an article holds
callout-key-points = Ideas clave
callout-try-this = Prueba esto
callout-reflect = Un momento para pensar
callout-example = Ejemplo
callout-note = Nota
callout-important = Importante
footnotes = Notas
footnote-label = Nota { $number }
footnote-back = Volver a la llamada { $number }
table-label = Tabla: { $name }
table-label-plain = Tabla
task-label = Tarea

# Around every page: what the site is not, where site.yaml has no sentence of its own
disclaimer = Lo que lees aquí sirve para aprender. No es atención: no sustituye a la terapia ni a la ayuda médica, y leerlo no inicia una relación terapéutica.

# The quick exit of discreet pages
exit-label = Salida rápida
exit-link = Salir de esta página
exit-kept = queda en tu historial
exit-note = El enlace abre al momento otro sitio web. Tu navegador sigue guardando esta página en su historial.
exit-keys = También puedes pulsar tres veces la tecla Mayús.
exit-leaving = Saliendo de esta página.
exit-two-more = Mayús. Púlsala 2 veces más para salir de esta página.
exit-one-more = Mayús. Púlsala 1 vez más para salir de esta página.
exit-expired = Sigues en esta página. Para salir, pulsa tres veces la tecla Mayús.

# The language's own name, for switching to it
language-name = Español
