//! The memo of one stage: what it made, with the digest of what it read and what it had to say.

use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;

/// A stage's last result.
pub(super) struct Memo<T>(Option<(Digest, T, Vec<Diagnostic>)>);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Clone> Memo<T> {
    /// The last result, whatever it was made from.
    pub(super) fn last(&self) -> Option<&T> {
        self.0.as_ref().map(|(_, value, _)| value)
    }

    /// The last result if it was made from `inputs`, else that of `make`; with what there was to say.
    pub(super) fn recall(
        &mut self,
        inputs: Digest,
        problems: &mut Vec<Diagnostic>,
        make: impl FnOnce(&mut Vec<Diagnostic>) -> T,
    ) -> T {
        match &self.0 {
            Some((known, value, said)) if *known == inputs => {
                problems.extend(said.iter().cloned());
                value.clone()
            }
            _ => {
                let mut said = Vec::new();
                let value = make(&mut said);
                problems.extend(said.iter().cloned());
                self.0 = Some((inputs, value.clone(), said));
                value
            }
        }
    }
}
