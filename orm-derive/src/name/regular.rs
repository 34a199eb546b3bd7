//! Words that take an `s`, as most names of models do: the inflector need not be asked for them.
//!
//! It compiles all its rules before it answers at all: 640 million instructions in a debug build, in each check of each
//! crate that has a model. So it is asked only where its rules may say something else: for words with an ending that some
//! rule is about, unless they are listed here, and for the words that it lists. Tests ask it for every word of this list,
//! and for every ending of three letters.

/// The words, in order.
#[rustfmt::skip]
const REGULAR: &[&str] = &[
    "account", "action", "activation", "actor", "agent", "album", "alert", "amount", "answer", "api", "app",
    "appointment", "approval", "area", "argument", "article", "artist", "aspect", "asset", "assignment",
    "attachment", "attempt", "attendee", "attribute", "auction", "author", "award", "backup", "badge",
    "balance", "ban", "banner", "bed", "bid", "bill", "block", "blog", "board", "bond", "book", "booking",
    "bookmark", "bot", "bundle", "button", "buyer", "calendar", "call", "camera", "campaign", "candidate",
    "car", "card", "cart", "case", "cell", "certificate", "chain", "change", "channel", "chapter", "charge",
    "chart", "chat", "check", "checkpoint", "claim", "client", "clip", "code", "collection", "color", "column",
    "command", "comment", "commit", "component", "concept", "condition", "conference", "config", "connection",
    "constraint", "contact", "container", "content", "contest", "context", "contract", "contributor",
    "conversation", "counter", "coupon", "course", "credential", "credit", "customer", "dashboard", "dataset",
    "date", "deadline", "deal", "deck", "definition", "demand", "department", "deposit", "design",
    "destination", "detail", "developer", "device", "diagram", "directive", "director", "discount",
    "discussion", "display", "district", "document", "dog", "domain", "donation", "door", "draft", "driver",
    "edge", "edition", "editor", "email", "employee", "employer", "environment", "episode", "error",
    "evaluation", "event", "exam", "example", "exception", "exchange", "expense", "experiment", "expert",
    "export", "extension", "factor", "feature", "fee", "feed", "field", "file", "filter", "finding", "fixture",
    "flag", "flight", "floor", "folder", "follow", "follower", "font", "form", "format", "forum", "fragment",
    "friend", "fund", "game", "gift", "goal", "grade", "grant", "graph", "guest", "guide", "handler", "heading",
    "holder", "hole", "hook", "host", "hotel", "icon", "idea", "image", "import", "incident", "ingredient",
    "inspection", "install", "instance", "instructor", "instrument", "integration", "interest", "interval",
    "interview", "invitation", "invite", "invoice", "island", "issue", "item", "job", "joiner", "journal",
    "keyword", "label", "landmark", "language", "layer", "lead", "league", "lecture", "ledger", "lesson",
    "letter", "level", "license", "like", "line", "link", "listing", "loan", "location", "lock", "log", "login",
    "lot", "machine", "manager", "manual", "map", "mark", "marker", "market", "mask", "material", "meal",
    "measurement", "member", "membership", "mention", "menu", "merchant", "merge", "message", "meter", "metric",
    "milestone", "minute", "mission", "model", "moment", "monitor", "month", "motor", "movement", "movie",
    "name", "network", "newsletter", "node", "note", "notification", "number", "object", "observation",
    "occasion", "offer", "office", "officer", "operation", "operator", "option", "order", "organization",
    "organizer", "origin", "outcome", "owner", "package", "page", "painting", "pair", "panel", "paragraph",
    "parameter", "parent", "part", "participant", "partner", "password", "path", "patient", "pattern",
    "payment", "payout", "peer", "permission", "phone", "photo", "picture", "pilot", "pin", "pipeline", "place",
    "plan", "planet", "plant", "platform", "play", "player", "playlist", "plugin", "point", "poll", "pool",
    "port", "position", "post", "preference", "price", "print", "product", "profile", "program", "project",
    "promotion", "proposal", "provider", "purchase", "question", "queue", "quote", "rank", "rate", "rating",
    "reaction", "reader", "reason", "receipt", "recipe", "recipient", "record", "recording", "referral",
    "refund", "region", "registration", "relation", "release", "reminder", "rental", "report", "request",
    "requirement", "reservation", "resource", "response", "restaurant", "result", "resume", "review",
    "reviewer", "revision", "reward", "ride", "right", "ring", "role", "room", "root", "route", "row", "rule",
    "run", "sale", "sample", "scene", "schedule", "school", "score", "screen", "script", "season", "seat",
    "secret", "section", "sector", "seller", "semester", "sender", "sensor", "sequence", "server", "service",
    "session", "setting", "shape", "share", "shift", "ship", "shipment", "shop", "signal", "signature", "site",
    "skill", "slot", "snapshot", "source", "space", "speaker", "sponsor", "stage", "stamp", "star", "stat",
    "state", "statement", "station", "step", "stock", "store", "stream", "street", "student", "subject",
    "submission", "subscriber", "subscription", "suggestion", "supplier", "survey", "symbol", "system", "table",
    "tag", "tank", "target", "task", "teacher", "team", "template", "tenant", "term", "test", "text", "theme",
    "thread", "ticket", "tier", "time", "timer", "title", "token", "tool", "topic", "tour", "tournament",
    "track", "trade", "trainer", "transaction", "transcript", "transfer", "transition", "translation",
    "transport", "trial", "trigger", "trip", "type", "uniform", "unit", "update", "upload", "url", "user",
    "value", "variant", "vehicle", "vendor", "venue", "version", "video", "view", "village", "visit", "visitor",
    "volume", "volunteer", "vote", "voter", "voucher", "wallet", "warning", "week", "weight", "winner", "word",
    "worker", "workflow", "workspace", "year", "zone",
];

/// What the inflector lists among words that have no such ending, in order: irregular ones, and those with one form.
#[rustfmt::skip]
const LISTED: &[&str] = &[
    "adulthood", "aid", "aircraft", "alcohol", "analytics", "anime", "are", "athletics", "blood", "butter",
    "carp", "clothing", "cod", "cooperation", "corps", "diabetes", "digestion", "elk", "equipment", "excretion",
    "feet", "firmware", "flounder", "foot", "gallows", "garbage", "hardware", "headquarters", "health", "her",
    "herpes", "highjinks", "homework", "housework", "information", "jeans", "labour", "literature", "mackerel",
    "mail", "mews", "mud", "music", "news", "our", "oxen", "personnel", "pike", "pliers", "pollution", "rain",
    "scissors", "sewage", "shambles", "shrimp", "software", "swine", "teeth", "that", "their", "them", "tooth",
    "traffic", "transportation", "trout", "wealth", "welfare", "were", "whiting", "wildebeest",
];

/// Whether the word, or the word with an `s`, takes an `s` for sure; gives the word.
pub(super) fn regular(word: &str) -> Option<&str> {
    let known = |word: &&str| REGULAR.binary_search(word).is_ok();
    if let Some(known) = Some(word).filter(known).or_else(|| word.strip_suffix('s').filter(known)) {
        return Some(known);
    }
    if LISTED.binary_search(&word).is_ok() || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let plain = |word: &&str| ends_plainly(word) && LISTED.binary_search(word).is_err();
    Some(word).filter(plain).or_else(|| word.strip_suffix('s').filter(plain))
}

/// Whether no rule of the inflector is about such an ending.
fn ends_plainly(word: &str) -> bool {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    let last = word.as_bytes().last().copied().unwrap_or_default();
    word.len() > 2
        && match last {
            b'c' | b'g' | b'k' | b'l' | b't' | b'w' => true,
            b'b' => !ends(&["cherub"]),
            b'd' => !ends(&["child"]),
            b'p' => !ends(&["sheep"]),
            b'r' => !ends(&["deer"]),
            b'h' => ends(&["th"]),
            b'y' => ends(&["ay", "oy"]),
            b'm' => !ends(&["am", "im", "um"]),
            b'n' => {
                ends(&["an", "en", "gn", "in", "rn", "sion", "tion", "wn"])
                    && !ends(&["man", "men", "children"])
            }
            b'e' => {
                let plain = ["be", "de", "ge", "ke", "le", "me", "ne", "pe", "re", "te", "ue", "ye"];
                ends(&plain) && !ends(&["measle", "people", "teste"])
            }
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use pluralizer::pluralize;

    use super::*;

    #[test]
    fn the_inflector_agrees_and_the_words_are_in_order() {
        assert!(REGULAR.is_sorted_by(|left, right| left < right));
        for word in REGULAR {
            let plural = format!("{word}s");
            for form in [word, plural.as_str()] {
                assert_eq!(pluralize(form, 2, false), plural, "the plural of {form}");
                assert_eq!(pluralize(form, 1, false), *word, "the singular of {form}");
                assert_eq!(regular(form), Some(*word));
            }
        }
        assert_eq!(regular("bus"), None);
    }

    /// Every ending of three letters, behind nothing and behind others.
    #[test]
    fn the_inflector_agrees_about_endings() {
        assert!(LISTED.is_sorted_by(|left, right| left < right));
        let letters = || (b'a'..=b'z').map(char::from);
        let endings = letters().flat_map(|first| letters().map(move |second| format!("{first}{second}")));
        let endings = endings.flat_map(|two| letters().map(move |last| format!("{two}{last}")));
        let mut plain = 0;
        for ending in endings {
            for start in ["", "b", "sto", "cri"] {
                let word = format!("{start}{ending}");
                if let Some(one) = regular(&word) {
                    plain += 1;
                    assert_eq!(pluralize(&word, 1, false), one, "the singular of {word}");
                    assert_eq!(pluralize(&word, 2, false), format!("{one}s"), "the plural of {word}");
                }
            }
        }
        assert!(plain > 20_000, "{plain}");
    }

    #[test]
    fn the_inflector_is_asked_for_what_it_lists_and_what_it_has_rules_for() {
        let ruled =
            ["grandchild", "child", "reindeer", "sheep", "salespeople", "criterion", "woman", "medium"];
        for word in LISTED.iter().chain(&ruled) {
            assert_eq!(regular(word), None, "{word}");
        }
        for (word, one) in
            [("toys", Some("toy")), ("clubs", Some("club")), ("webhook", Some("webhook")), ("boxes", None)]
        {
            assert_eq!(regular(word), one);
        }
    }
}
