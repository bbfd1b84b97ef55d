# Interface words of the theme Hearth, in English.

# Around every page
skip-link = Skip to the main text
menu-label = Main menu
language-label = Languages
breadcrumbs-label = Where you are
footer-label = More on this site
home = Home
articles = Articles
topics = Topics
authors = Authors
audience = Who it is for
series = Series
all-articles = All articles
all-topics = All topics
feed = News feed
contact = Contact
hours = Hours
booking = Book an appointment
permalink-label = This page is at

# An article
draft = Draft
by = By
updated = Updated
minutes = { $count ->
    [one] { $count } minute read
   *[other] { $count } minute read
}
contents = On this page
content-notes-title = Before you read
content-notes = This page speaks about: { $notes }. Go at your own pace. You can stop at any time.
content-notes-short = Speaks about: { $notes }
content-notes-on = Read on
content-notes-elsewhere = Read something else
content-notes-past = Go past “{ $part }”, to “{ $next }”
content-notes-past-start = Go past the beginning, to “{ $next }”
content-notes-past-end = Go past “{ $part }”, to the end of the text
content-notes-past-all = Go to the end of the text
series-part = Part { $part } of { $parts }
series-previous = Previous part
series-next = Next part
series-all = { $parts ->
    [one] See the series
   *[other] See all { $parts } parts
}
about-article = About this article
written-by = Written by
reviewed-by = Clinically reviewed by
registration = Registration: { $registration }
last-reviewed = Last reviewed
review-by = Next review due
not-reviewed = This article has not been clinically reviewed.
related = Related articles
recent = Recent articles
featured = A good place to start

# Whom to call, on every page
support-title = Need help now?
support-emergency = If you or someone else may be in danger, call { $number } now.
support-no-number = If you or someone else may be in danger, call your local emergency number now.
support-or = or
support-lines = You can also call or write to one of these services.
support-call = Call { $number }
support-text = Text { $number }
support-text-word = Text “{ $word }” to { $number }
support-chat = Chat online
support-always = 24 hours a day, every day
support-all-day = 24 hours
support-languages = Languages: { $languages }
support-unchecked = Numbers can change: please check the service's own page.
support-checked = Checked on { $date }.
support-more = All ways to get help
language-ar = Arabic
language-cy = Welsh
language-de = German
language-el = Greek
language-en = English
language-es = Spanish
language-fr = French
language-ga = Irish
language-hi = Hindi
language-it = Italian
language-mi = Māori
language-nl = Dutch
language-pl = Polish
language-pt = Portuguese
language-ru = Russian
language-tr = Turkish
language-uk = Ukrainian
language-zh = Chinese

# Lists
article-count = { $count ->
    [one] { $count } article
   *[other] { $count } articles
}
pagination-label = Pages of this list
page-of = Page { $number } of { $pages }
title-page = { $title }, page { $number }
newer = Newer
older = Older
previous-page = Previous page
next-page = Next page
list-empty = There is nothing here yet.
by-author = Articles by { $name }
in-series = Series: { $name }
audience-clients = For clients
audience-clinicians = For clinicians
audience-parents = For parents
audience-couples = For couples
audience-other = For { $name }

# References
references = References
references-all = All references
references-description = The works that this site rests on, with the articles that cite them.
references-used-in = Cited in:
references-glossary = In the glossary:
references-back = Back to citation { $number }
citation-label = Show the source

# The glossary
glossary = Glossary
glossary-description = What the words on this site mean, in plain language.
glossary-letters = Letters
glossary-see-also = See also:
glossary-sources = Source:
glossary-used-in = Used in:
glossary-more = and { $count } more.
glossary-words = Words used here
glossary-entry = This word in the glossary
term-label = What “{ $term }” means

# Feeds
feed-title = { $site }: articles
feed-topic-title = { $site }: { $topic }

# Not found, and moved
not-found-title = This page is not here
not-found-text = The page may have moved, or the address may have a slip in it. You have done nothing wrong.
not-found-home = Go to the home page
redirect-title = This page has moved
redirect-link = Go to its new place

# What the text of an article holds
callout-key-points = Key points
callout-try-this = Try this
callout-reflect = A moment to reflect
callout-example = Example
callout-note = Note
callout-important = Important
footnotes = Notes
footnote-label = Footnote { $number }
footnote-back = Back to reference { $number }
table-label = Table: { $name }
table-label-plain = Table
task-label = Task

# Around every page: what the site is not, where site.yaml has no sentence of its own
disclaimer = What you read here is for learning. It is not care: it does not replace therapy or medical help, and reading it does not begin a therapeutic relationship.

# The quick exit of discreet pages
exit-label = Quick exit
exit-link = Leave this page
exit-kept = it stays in your history
exit-note = The link opens another website at once. Your browser still keeps this page in its history.
exit-keys = You can also press the Shift key three times.
exit-leaving = Leaving this page.
exit-two-more = Shift. Press it 2 more times to leave this page.
exit-one-more = Shift. Press it 1 more time to leave this page.
exit-expired = You are still on this page. To leave it, press Shift three times.

# The language's own name, for switching to it
language-name = English
