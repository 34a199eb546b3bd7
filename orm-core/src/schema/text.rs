//! Text of a bounded length that a const fn can append to: the messages of the checks.

/// How many bytes a message may have; what does not fit is left out.
const CAPACITY: usize = 1536;

/// A message under construction.
#[derive(Clone, Copy)]
pub(crate) struct Text {
    bytes: [u8; CAPACITY],
    len: usize,
}

/// Appends each part to a [`Text`].
macro_rules! say {
    ($text:expr, $($part:expr),+ $(,)?) => {{ $($text.push($part);)+ }};
}
pub(crate) use say;

impl Text {
    pub(crate) const fn new() -> Self {
        Self { bytes: [0; CAPACITY], len: 0 }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Appends as many whole characters as fit.
    pub(crate) const fn push(&mut self, part: &str) {
        let mut length = part.len();
        if length > CAPACITY - self.len {
            length = CAPACITY - self.len;
            while !part.is_char_boundary(length) {
                length -= 1;
            }
        }
        let (part, _) = part.as_bytes().split_at(length);
        let (_, free) = self.bytes.split_at_mut(self.len);
        let (place, _) = free.split_at_mut(length);
        place.copy_from_slice(part);
        self.len += length;
    }

    /// Appends a number in words up to twelve, in digits beyond.
    pub(crate) const fn push_count(&mut self, count: usize) {
        const WORDS: [&str; 13] = [
            "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve",
        ];
        if count < WORDS.len() {
            self.push(WORDS[count]);
        } else {
            self.push_digits(count);
        }
    }

    const fn push_digits(&mut self, number: usize) {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        if number >= 10 {
            self.push_digits(number / 10);
        }
        self.push(DIGITS[number % 10]);
    }

    pub(crate) const fn as_str(&self) -> &str {
        let (used, _) = self.bytes.split_at(self.len);
        match core::str::from_utf8(used) {
            Ok(text) => text,
            // `push` appends whole characters only.
            Err(_) => "",
        }
    }
}

/// The longest name that is looked up for near ones; longer names have no near ones.
const LONGEST: usize = 64;

/// How many letters have to change, or change places with their neighbour, for one name to become the other; `None`
/// if more than a third of them.
pub(crate) const fn distance(left: &str, right: &str) -> Option<usize> {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let longer = if left.len() > right.len() { left.len() } else { right.len() };
    let shorter = left.len() + right.len() - longer;
    let limit = if longer < 3 { 1 } else { longer / 3 };
    if longer > LONGEST || longer - shorter > limit {
        return None;
    }
    let mut two_before = [0; LONGEST + 1];
    let mut before = [0; LONGEST + 1];
    let mut column = 0;
    while column <= right.len() {
        before[column] = column;
        column += 1;
    }
    let mut row = 0;
    while row < left.len() {
        let mut now = [row + 1; LONGEST + 1];
        let mut column = 0;
        while column < right.len() {
            let changed = before[column] + (left[row] != right[column]) as usize;
            let one_less =
                if before[column + 1] < now[column] { before[column + 1] } else { now[column] } + 1;
            let mut least = if changed < one_less { changed } else { one_less };
            let swapped =
                row > 0 && column > 0 && left[row] == right[column - 1] && left[row - 1] == right[column];
            if swapped && two_before[column - 1] + 1 < least {
                least = two_before[column - 1] + 1;
            }
            now[column + 1] = least;
            column += 1;
        }
        two_before = before;
        before = now;
        row += 1;
    }
    if before[right.len()] <= limit { Some(before[right.len()]) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_cuts_a_character() {
        let mut text = Text::new();
        for _ in 0..CAPACITY {
            text.push("→");
        }
        assert_eq!(text.as_str(), "→".repeat(CAPACITY / 3));
        text.push("x");
        assert!(text.as_str().len() <= CAPACITY);
        assert!(!text.as_str().is_empty());
    }

    #[test]
    fn counts_in_words_then_in_digits() {
        let mut text = Text::new();
        text.push_count(2);
        text.push(" ");
        text.push_count(120);
        assert_eq!(text.as_str(), "two 120");
    }

    #[test]
    fn measures_how_near_names_are() {
        assert_eq!(distance("project_id", "projct_id"), Some(1));
        assert_eq!(distance("project_id", "project_id"), Some(0));
        assert_eq!(distance("project_id", "name"), None);
        assert_eq!(distance("id", "no"), None);
        assert_eq!(distance("done", "doen"), Some(1));
        assert_eq!(distance("status", "xxxtus"), None);
        assert_eq!(distance("status", "statsuz"), Some(2));
    }
}
