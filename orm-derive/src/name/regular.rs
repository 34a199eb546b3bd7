//! Words that take an `s`, as most names of models do: the inflector need not be asked for them.
//!
//! It compiles all its rules before it answers at all: 640 million instructions in a debug build, in each check of each
//! crate that has a model. So it is asked only where its rules may say something else: for words with an ending that some
//! rule is about, unless they are listed here, and for the words that it lists. Tests ask it for every word of this list,
//! for many others, and for every ending of three letters.

/// Words with an ending that some rule is about, in order.
#[rustfmt::skip]
const REGULAR: &[&str] = &[
    "album", "api", "area", "attendee", "balance", "button", "camera", "case", "claim", "column", "conference",
    "coupon", "course", "device", "diagram", "directive", "employee", "exam", "expense", "fee", "forum",
    "graph", "icon", "idea", "instance", "invoice", "lesson", "license", "menu", "movie", "office", "paragraph",
    "photo", "place", "preference", "price", "program", "purchase", "reason", "region", "release", "resource",
    "response", "run", "season", "sequence", "service", "source", "space", "stream", "survey", "team", "video",
    "workspace",
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
    let forms = || [Some(word), word.strip_suffix('s')].into_iter().flatten();
    if let Some(one) = forms().find(|form| REGULAR.binary_search(form).is_ok()) {
        return Some(one);
    }
    let is_listed = forms().any(|form| LISTED.binary_search(&form).is_ok());
    if is_listed || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    forms().find(|form| ends_plainly(form))
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

    /// Words with no such ending.
    #[rustfmt::skip]
    const PLAIN: &[&str] = &[
        "account", "action", "activation", "actor", "agent", "alert", "amount", "answer", "app", "appointment",
        "approval", "argument", "article", "artist", "aspect", "asset", "assignment", "attachment", "attempt",
        "attribute", "auction", "author", "award", "backup", "badge", "ban", "banner", "bed", "bid", "bill",
        "block", "blog", "board", "bond", "book", "booking", "bookmark", "bot", "bundle", "buyer", "calendar",
        "call", "campaign", "candidate", "car", "card", "cart", "cell", "certificate", "chain", "change",
        "channel", "chapter", "charge", "chart", "chat", "check", "checkpoint", "client", "clip", "code",
        "collection", "color", "command", "comment", "commit", "component", "concept", "condition", "config",
        "connection", "constraint", "contact", "container", "content", "contest", "context", "contract",
        "contributor", "conversation", "counter", "credential", "credit", "customer", "dashboard", "dataset",
        "date", "deadline", "deal", "deck", "definition", "demand", "department", "deposit", "design",
        "destination", "detail", "developer", "director", "discount", "discussion", "display", "district",
        "document", "dog", "domain", "donation", "door", "draft", "driver", "edge", "edition", "editor",
        "email", "employer", "environment", "episode", "error", "evaluation", "event", "example", "exception",
        "exchange", "experiment", "expert", "export", "extension", "factor", "feature", "feed", "field", "file",
        "filter", "finding", "fixture", "flag", "flight", "floor", "folder", "follow", "follower", "font",
        "form", "format", "fragment", "friend", "fund", "game", "gift", "goal", "grade", "grant", "guest",
        "guide", "handler", "heading", "holder", "hole", "hook", "host", "hotel", "image", "import", "incident",
        "ingredient", "inspection", "install", "instructor", "instrument", "integration", "interest",
        "interval", "interview", "invitation", "invite", "island", "issue", "item", "job", "joiner", "journal",
        "keyword", "label", "landmark", "language", "layer", "lead", "league", "lecture", "ledger", "letter",
        "level", "like", "line", "link", "listing", "loan", "location", "lock", "log", "login", "lot",
        "machine", "manager", "manual", "map", "mark", "marker", "market", "mask", "material", "meal",
        "measurement", "member", "membership", "mention", "merchant", "merge", "message", "meter", "metric",
        "milestone", "minute", "mission", "model", "moment", "monitor", "month", "motor", "movement", "name",
        "network", "newsletter", "node", "note", "notification", "number", "object", "observation", "occasion",
        "offer", "officer", "operation", "operator", "option", "order", "organization", "organizer", "origin",
        "outcome", "owner", "package", "page", "painting", "pair", "panel", "parameter", "parent", "part",
        "participant", "partner", "password", "path", "patient", "pattern", "payment", "payout", "peer",
        "permission", "phone", "picture", "pilot", "pin", "pipeline", "plan", "planet", "plant", "platform",
        "play", "player", "playlist", "plugin", "point", "poll", "pool", "port", "position", "post", "print",
        "product", "profile", "project", "promotion", "proposal", "provider", "question", "queue", "quote",
        "rank", "rate", "rating", "reaction", "reader", "receipt", "recipe", "recipient", "record", "recording",
        "referral", "refund", "registration", "relation", "reminder", "rental", "report", "request",
        "requirement", "reservation", "restaurant", "result", "resume", "review", "reviewer", "revision",
        "reward", "ride", "right", "ring", "role", "room", "root", "route", "row", "rule", "sale", "sample",
        "scene", "schedule", "school", "score", "screen", "script", "seat", "secret", "section", "sector",
        "seller", "semester", "sender", "sensor", "server", "session", "setting", "shape", "share", "shift",
        "ship", "shipment", "shop", "signal", "signature", "site", "skill", "slot", "snapshot", "speaker",
        "sponsor", "stage", "stamp", "star", "stat", "state", "statement", "station", "step", "stock", "store",
        "street", "student", "subject", "submission", "subscriber", "subscription", "suggestion", "supplier",
        "symbol", "system", "table", "tag", "tank", "target", "task", "teacher", "template", "tenant", "term",
        "test", "text", "theme", "thread", "ticket", "tier", "time", "timer", "title", "token", "tool", "topic",
        "tour", "tournament", "track", "trade", "trainer", "transaction", "transcript", "transfer",
        "transition", "translation", "transport", "trial", "trigger", "trip", "type", "uniform", "unit",
        "update", "upload", "url", "user", "value", "variant", "vehicle", "vendor", "venue", "version", "view",
        "village", "visit", "visitor", "volume", "volunteer", "vote", "voter", "voucher", "wallet", "warning",
        "week", "weight", "winner", "word", "worker", "workflow", "year", "zone",
    ];

    #[test]
    fn the_inflector_agrees_and_the_words_are_in_order() {
        assert!(REGULAR.is_sorted_by(|left, right| left < right));
        for word in REGULAR.iter().chain(PLAIN) {
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
