# Wörter der Oberfläche von Hearth, auf Deutsch.
# No native speaker has read these yet.

# Around every page
skip-link = Zum Hauptinhalt springen
menu-label = Hauptmenü
language-label = Sprachen
breadcrumbs-label = Wo Sie sind
footer-label = Mehr auf dieser Website
home = Startseite
articles = Artikel
topics = Themen
authors = Autorinnen und Autoren
audience = Für wen
series = Reihen
all-articles = Alle Artikel
all-topics = Alle Themen
feed = News-Feed
contact = Kontakt
hours = Zeiten
booking = Termin vereinbaren
permalink-label = Diese Seite steht unter

# An article
draft = Entwurf
by = Von
updated = Aktualisiert am
minutes = { $count ->
    [one] { $count } Minute Lesezeit
   *[other] { $count } Minuten Lesezeit
}
contents = Auf dieser Seite
content-notes-title = Bevor Sie lesen
content-notes = Auf dieser Seite geht es auch um: { $notes }. Lesen Sie in Ihrem Tempo. Sie können jederzeit aufhören.
content-notes-short = Es geht auch um: { $notes }
content-notes-on = Weiterlesen
content-notes-elsewhere = Etwas anderes lesen
content-notes-past = „{ $part }“ überspringen, weiter bei „{ $next }“
content-notes-past-start = Den Anfang überspringen, weiter bei „{ $next }“
content-notes-past-end = „{ $part }“ überspringen, zum Ende des Textes
content-notes-past-all = Zum Ende des Textes
series-part = Teil { $part } von { $parts }
series-previous = Voriger Teil
series-next = Nächster Teil
series-all = { $parts ->
    [one] Zur Reihe
   *[other] Alle { $parts } Teile ansehen
}
about-article = Über diesen Artikel
written-by = Text
reviewed-by = Fachlich geprüft von
registration = Registrierung: { $registration }
last-reviewed = Zuletzt geprüft am
review-by = Nächste Prüfung bis
not-reviewed = Dieser Artikel wurde nicht fachlich geprüft.
related = Verwandte Artikel
recent = Neue Artikel
featured = Ein guter Anfang

# Whom to call, on every page
support-title = Brauchen Sie jetzt Hilfe?
support-emergency = Wenn Sie oder jemand anderes in Gefahr sein könnten, rufen Sie jetzt { $number } an.
support-no-number = Wenn Sie oder jemand anderes in Gefahr sein könnten, rufen Sie jetzt die Notrufnummer Ihres Landes an.
support-or = oder
support-lines = Sie können auch einen dieser Dienste anrufen oder ihm schreiben.
support-call = { $number } anrufen
support-text = SMS an { $number }
support-text-word = SMS mit „{ $word }“ an { $number }
support-chat = Online chatten
support-always = 24 Stunden, jeden Tag
support-all-day = 24 Stunden
support-languages = Sprachen: { $languages }
support-unchecked = Nummern können sich ändern: Bitte sehen Sie auf der Seite des Dienstes selbst nach.
support-checked = Geprüft am { $date }.
support-more = Alle Wege zu Hilfe
language-ar = Arabisch
language-cy = Walisisch
language-de = Deutsch
language-el = Griechisch
language-en = Englisch
language-es = Spanisch
language-fr = Französisch
language-ga = Irisch
language-hi = Hindi
language-it = Italienisch
language-mi = Maori
language-nl = Niederländisch
language-pl = Polnisch
language-pt = Portugiesisch
language-ru = Russisch
language-tr = Türkisch
language-uk = Ukrainisch
language-zh = Chinesisch

# Lists
article-count = { $count ->
    [one] { $count } Artikel
   *[other] { $count } Artikel
}
pagination-label = Seiten dieser Liste
page-of = Seite { $number } von { $pages }
title-page = { $title }, Seite { $number }
newer = Neuere
older = Ältere
previous-page = Vorige Seite
next-page = Nächste Seite
list-empty = Hier gibt es noch nichts.
by-author = Artikel von { $name }
in-series = Reihe: { $name }
audience-clients = Für Klientinnen und Klienten
audience-clinicians = Für Fachleute
audience-parents = Für Eltern
audience-couples = Für Paare
audience-other = Für { $name }

# References
references = Literatur
references-all = Alle Quellen
references-description = Die Werke, auf die sich diese Website stützt, mit den Artikeln, die sie zitieren.
references-used-in = Zitiert in:
references-glossary = Im Glossar:
references-back = Zurück zum Zitat { $number }
citation-label = Quelle zeigen

# The glossary
glossary = Glossar
glossary-description = Was die Wörter auf dieser Website bedeuten, in einfacher Sprache.
glossary-letters = Buchstaben
glossary-see-also = Siehe auch:
glossary-sources = Quelle:
glossary-used-in = Kommt vor in:
glossary-more = und { $count } weiteren.
glossary-words = Wörter in diesem Text
glossary-entry = Dieses Wort im Glossar
term-label = Was „{ $term }“ bedeutet

# Feeds
feed-title = { $site }: Artikel
feed-topic-title = { $site }: { $topic }

# Not found, and moved
not-found-title = Diese Seite gibt es hier nicht
not-found-text = Vielleicht ist die Seite umgezogen, oder die Adresse enthält einen Tippfehler. Sie haben nichts falsch gemacht.
not-found-home = Zur Startseite
redirect-title = Diese Seite ist umgezogen
redirect-link = Zur neuen Adresse

# What the text of an article holds
callout-key-points = Das Wichtigste
callout-try-this = Zum Ausprobieren
callout-reflect = Zum Nachdenken
callout-example = Beispiel
callout-note = Hinweis
callout-important = Wichtig
footnotes = Anmerkungen
footnote-label = Anmerkung { $number }
footnote-back = Zurück zur Textstelle { $number }
table-label = Tabelle: { $name }
table-label-plain = Tabelle
task-label = Aufgabe

# Around every page: what the site is not, where site.yaml has no sentence of its own
disclaimer = Was Sie hier lesen, dient dem Lernen. Es ist keine Behandlung: Es ersetzt weder Therapie noch ärztliche Hilfe, und durch das Lesen beginnt keine therapeutische Beziehung.

# The quick exit of discreet pages
exit-label = Schneller Ausgang
exit-link = Seite verlassen
exit-kept = sie bleibt in Ihrem Verlauf
exit-note = Der Link öffnet sofort eine andere Website. Ihr Browser behält diese Seite trotzdem in seinem Verlauf.
exit-keys = Sie können auch dreimal die Umschalttaste drücken.
exit-leaving = Diese Seite wird verlassen.
exit-two-more = Umschalttaste. Noch 2-mal drücken, um diese Seite zu verlassen.
exit-one-more = Umschalttaste. Noch 1-mal drücken, um diese Seite zu verlassen.
exit-expired = Sie sind noch auf dieser Seite. Um sie zu verlassen, drücken Sie dreimal die Umschalttaste.

# The language's own name, for switching to it
language-name = Deutsch
