//! Which articles are shown on the day of a build, and how their reviews stand.

use crate::base::date::Date;

use super::super::article::Summary;

/// Which articles are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Show {
    /// The day of the build.
    pub today: Date,
    /// Drafts too.
    pub drafts: bool,
    /// Articles whose day has not come, too.
    pub future: bool,
}

/// How the next clinical review of an article stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReviewState {
    /// Not due yet, or no day is named.
    Fresh,
    /// Due within [`REVIEW_NOTICE_DAYS`].
    Due,
    /// The day has passed.
    Overdue,
}

/// How many days before a review is due its author is told.
const REVIEW_NOTICE_DAYS: i32 = 60;

impl Show {
    /// Why an article is not shown, if it is not.
    #[must_use]
    pub fn hides(self, summary: &Summary) -> bool {
        let front = &summary.front;
        let expired = front.expires_on.is_some_and(|day| day <= self.today);
        (front.draft && !self.drafts) || (self.is_future(summary) && !self.future) || expired
    }

    /// Whether an article is shown though its author has not published it.
    #[must_use]
    pub fn marks(self, summary: &Summary) -> bool {
        summary.front.draft || self.is_future(summary)
    }

    /// How the next clinical review of an article stands.
    #[must_use]
    pub fn review(self, summary: &Summary) -> ReviewState {
        match summary.front.review_by {
            Some(due) if due < self.today => ReviewState::Overdue,
            Some(due) if due <= self.today.days_later(REVIEW_NOTICE_DAYS) => ReviewState::Due,
            _ => ReviewState::Fresh,
        }
    }

    fn is_future(self, summary: &Summary) -> bool {
        let day = summary.front.date.max(summary.front.publish_on);
        day.is_some_and(|day| day > self.today)
    }
}
