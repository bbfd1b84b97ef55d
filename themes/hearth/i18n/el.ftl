# Οι λέξεις του περιβάλλοντος του Hearth, στα ελληνικά.
# No native speaker has read these yet.

# Around every page
skip-link = Μετάβαση στο κύριο κείμενο
menu-label = Κύριο μενού
language-label = Γλώσσες
breadcrumbs-label = Πού βρίσκεστε
footer-label = Περισσότερα στον ιστότοπο
home = Αρχική
articles = Άρθρα
topics = Θέματα
authors = Ποιοι γράφουν
audience = Σε ποιους απευθύνεται
series = Σειρές
all-articles = Όλα τα άρθρα
all-topics = Όλα τα θέματα
feed = Ροή νέων
contact = Επικοινωνία
hours = Ώρες
booking = Κλείστε ραντεβού
permalink-label = Αυτή η σελίδα βρίσκεται στη διεύθυνση

# An article
draft = Πρόχειρο
by = Κείμενο:
updated = Ενημερώθηκε:
minutes = { $count ->
    [one] { $count } λεπτό ανάγνωσης
   *[other] { $count } λεπτά ανάγνωσης
}
contents = Σε αυτή τη σελίδα
content-notes-title = Πριν διαβάσετε
content-notes = Αυτή η σελίδα μιλά και για: { $notes }. Διαβάστε με τον ρυθμό σας. Μπορείτε να σταματήσετε όποτε θέλετε.
content-notes-short = Μιλά και για: { $notes }
content-notes-on = Συνέχεια στο κείμενο
content-notes-elsewhere = Διαβάστε κάτι άλλο
content-notes-past = Προσπεράστε το «{ $part }», συνέχεια στο «{ $next }»
content-notes-past-start = Προσπεράστε την αρχή, συνέχεια στο «{ $next }»
content-notes-past-end = Προσπεράστε το «{ $part }», στο τέλος του κειμένου
content-notes-past-all = Στο τέλος του κειμένου
series-part = Μέρος { $part } από { $parts }
series-previous = Προηγούμενο μέρος
series-next = Επόμενο μέρος
series-all = { $parts ->
    [one] Δείτε τη σειρά
   *[other] Δείτε και τα { $parts } μέρη
}
about-article = Για αυτό το άρθρο
written-by = Κείμενο
reviewed-by = Κλινικός έλεγχος
registration = Εγγραφή σε μητρώο: { $registration }
last-reviewed = Τελευταίος έλεγχος:
review-by = Επόμενος έλεγχος έως:
not-reviewed = Αυτό το άρθρο δεν έχει περάσει από κλινικό έλεγχο.
related = Σχετικά άρθρα
recent = Πρόσφατα άρθρα
featured = Για να ξεκινήσετε

# Whom to call, on every page
support-title = Χρειάζεστε βοήθεια τώρα;
support-emergency = Αν εσείς ή κάποιος άλλος μπορεί να κινδυνεύει, καλέστε τώρα το { $number }.
support-no-number = Αν εσείς ή κάποιος άλλος μπορεί να κινδυνεύει, καλέστε τώρα τον αριθμό έκτακτης ανάγκης της χώρας σας.
support-or = ή το
support-lines = Μπορείτε επίσης να καλέσετε ή να γράψετε σε μία από αυτές τις υπηρεσίες.
support-call = Κλήση στο { $number }
support-text = Μήνυμα SMS στο { $number }
support-text-word = Μήνυμα SMS «{ $word }» στο { $number }
support-chat = Συνομιλία στο διαδίκτυο
support-always = 24 ώρες, κάθε μέρα
support-all-day = 24 ώρες
support-languages = Γλώσσες: { $languages }
support-unchecked = Οι αριθμοί μπορεί να αλλάξουν: δείτε και τη σελίδα της ίδιας της υπηρεσίας.
support-checked = Ελέγχθηκε: { $date }.
support-more = Όλοι οι τρόποι για να ζητήσετε βοήθεια
language-ar = αραβικά
language-cy = ουαλικά
language-de = γερμανικά
language-el = ελληνικά
language-en = αγγλικά
language-es = ισπανικά
language-fr = γαλλικά
language-ga = ιρλανδικά
language-hi = χίντι
language-it = ιταλικά
language-mi = μαορί
language-nl = ολλανδικά
language-pl = πολωνικά
language-pt = πορτογαλικά
language-ru = ρωσικά
language-tr = τουρκικά
language-uk = ουκρανικά
language-zh = κινεζικά

# Lists
article-count = { $count ->
    [one] { $count } άρθρο
   *[other] { $count } άρθρα
}
pagination-label = Σελίδες της λίστας
page-of = Σελίδα { $number } από { $pages }
title-page = { $title }, σελίδα { $number }
newer = Νεότερα
older = Παλαιότερα
previous-page = Προηγούμενη σελίδα
next-page = Επόμενη σελίδα
list-empty = Δεν υπάρχει τίποτα εδώ ακόμη.
by-author = Άρθρα: { $name }
in-series = Σειρά: { $name }
audience-clients = Για θεραπευόμενους
audience-clinicians = Για επαγγελματίες ψυχικής υγείας
audience-parents = Για γονείς
audience-couples = Για ζευγάρια
audience-other = Για: { $name }

# References
references = Βιβλιογραφία
references-all = Όλη η βιβλιογραφία
references-description = Τα έργα στα οποία στηρίζεται ο ιστότοπος, με τα άρθρα που τα αναφέρουν.
references-used-in = Αναφέρεται σε:
references-glossary = Στο γλωσσάρι:
references-back = Πίσω στην παραπομπή { $number }
citation-label = Εμφάνιση της πηγής

# The glossary
glossary = Γλωσσάρι
glossary-description = Τι σημαίνουν οι λέξεις αυτού του ιστότοπου, με απλά λόγια.
glossary-letters = Γράμματα
glossary-see-also = Δείτε επίσης:
glossary-sources = Πηγή:
glossary-used-in = Εμφανίζεται σε:
glossary-more = και άλλα { $count }.
glossary-words = Λέξεις αυτού του κειμένου
glossary-entry = Αυτή η λέξη στο γλωσσάρι
term-label = Τι σημαίνει «{ $term }»

# Feeds
feed-title = { $site }: άρθρα
feed-topic-title = { $site }: { $topic }

# Not found, and moved
not-found-title = Αυτή η σελίδα δεν βρίσκεται εδώ
not-found-text = Ίσως η σελίδα μεταφέρθηκε ή η διεύθυνση έχει κάποιο λάθος. Δεν κάνατε τίποτα λάθος.
not-found-home = Στην αρχική σελίδα
redirect-title = Αυτή η σελίδα μεταφέρθηκε
redirect-link = Στη νέα διεύθυνση

# What the text of an article holds
callout-key-points = Τα κύρια σημεία
callout-try-this = Δοκιμάστε το
callout-reflect = Για να σκεφτείτε
callout-example = Παράδειγμα
callout-note = Σημείωση
callout-important = Σημαντικό
footnotes = Σημειώσεις
footnote-label = Σημείωση { $number }
footnote-back = Πίσω στην παραπομπή { $number }
table-label = Πίνακας: { $name }
table-label-plain = Πίνακας
task-label = Εργασία

# Around every page: what the site is not, where site.yaml has no sentence of its own
disclaimer = Όσα διαβάζετε εδώ είναι για να μαθαίνετε. Δεν είναι φροντίδα: δεν αντικαθιστούν τη θεραπεία ή την ιατρική βοήθεια, και η ανάγνωσή τους δεν αρχίζει θεραπευτική σχέση.

# The quick exit of discreet pages
exit-label = Γρήγορη έξοδος
exit-link = Έξοδος από τη σελίδα
exit-kept = μένει στο ιστορικό σας
exit-note = Ο σύνδεσμος ανοίγει αμέσως έναν άλλον ιστότοπο. Ο περιηγητής σας κρατά αυτή τη σελίδα στο ιστορικό του.
exit-keys = Μπορείτε επίσης να πατήσετε τρεις φορές το πλήκτρο Shift.
exit-leaving = Έξοδος από τη σελίδα.
exit-two-more = Shift. Πατήστε το άλλες 2 φορές για έξοδο από τη σελίδα.
exit-one-more = Shift. Πατήστε το άλλη 1 φορά για έξοδο από τη σελίδα.
exit-expired = Είστε ακόμη σε αυτή τη σελίδα. Για έξοδο πατήστε τρεις φορές το πλήκτρο Shift.

# The language's own name, for switching to it
language-name = Ελληνικά
