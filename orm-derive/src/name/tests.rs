//! Inflection of the words that programs are made of.
use super::*;

/// Both ways, and each form is left as it is where it is asked for.
fn assert_pair(one: &str, many: &str) {
    assert_eq!(plural(one), many, "plural of {one}");
    assert_eq!(singular(many), one, "singular of {many}");
    assert_eq!(plural(many), many, "plural of the plural {many}");
    assert_eq!(singular(one), one, "singular of the singular {one}");
    assert!(is_plural(many) && !is_plural(one));
    assert!(may_be_plural(many) && !may_be_plural(one));
}

#[test]
fn inflects_regular_words() {
    for (one, many) in [
        ("task", "tasks"),
        ("project", "projects"),
        ("user", "users"),
        ("address", "addresses"),
        ("box", "boxes"),
        ("class", "classes"),
        ("company", "companies"),
        ("country", "countries"),
        ("category", "categories"),
        ("day", "days"),
        ("key", "keys"),
        ("branch", "branches"),
        ("dish", "dishes"),
        ("process", "processes"),
        ("status", "statuses"),
        ("alias", "aliases"),
        ("gas", "gases"),
        ("iris", "irises"),
        ("boss", "bosses"),
        ("access", "accesses"),
        ("invoice", "invoices"),
        ("course", "courses"),
        ("house", "houses"),
        ("license", "licenses"),
        ("database", "databases"),
        ("response", "responses"),
        ("phase", "phases"),
        ("image", "images"),
        ("cookie", "cookies"),
        ("movie", "movies"),
        ("tie", "ties"),
        ("photo", "photos"),
        ("video", "videos"),
        ("hero", "heroes"),
        ("tax", "taxes"),
        ("quota", "quotas"),
        ("leaf", "leaves"),
        ("wolf", "wolves"),
        ("knife", "knives"),
        ("shelf", "shelves"),
        ("employee", "employees"),
        ("committee", "committees"),
        ("trainer", "trainers"),
        ("membership", "memberships"),
    ] {
        assert_pair(one, many);
    }
}

#[test]
fn inflects_irregular_words() {
    for (one, many) in [
        ("person", "people"),
        ("child", "children"),
        ("man", "men"),
        ("woman", "women"),
        ("mouse", "mice"),
        ("foot", "feet"),
        ("tooth", "teeth"),
        ("goose", "geese"),
        ("quiz", "quizzes"),
        ("hypothesis", "hypotheses"),
        ("analysis", "analyses"),
        ("crisis", "crises"),
        ("basis", "bases"),
        ("diagnosis", "diagnoses"),
        ("axis", "axes"),
        ("matrix", "matrices"),
        ("index", "indices"),
        ("vertex", "vertices"),
        ("criterion", "criteria"),
        ("alumnus", "alumni"),
        ("radius", "radii"),
    ] {
        assert_pair(one, many);
    }
}

/// What the predecessors of this library are known to get wrong.
#[test]
fn inflects_words_that_inflectors_get_wrong() {
    for (one, many) in EXCEPTIONS {
        assert_pair(one, many);
    }
    assert_eq!(singular("census"), "census");
    assert_eq!(singular("lens"), "lens");
    assert_eq!(singular("focus"), "focus");
    assert_eq!(plural("corpus"), "corpora");
    assert_eq!(plural("stadium"), "stadiums");
}

#[test]
fn leaves_uncountable_words_alone() {
    for word in [
        "series",
        "news",
        "sheep",
        "information",
        "equipment",
        "species",
        "fish",
        "staff",
        "media",
        "aircraft",
    ] {
        assert_eq!(plural(word), word);
        assert_eq!(singular(word), word);
        assert!(may_be_plural(word) && !is_plural(word));
    }
}

#[test]
fn inflects_the_last_word_of_several() {
    assert_pair("blog_post", "blog_posts");
    assert_pair("user_census", "user_censuses");
    assert_pair("people_counter", "people_counters");
    assert_pair("order_line_item", "order_line_items");
    assert_pair("grand_child", "grand_children");
    assert_eq!(plural("address2"), "addresses2");
    assert_eq!(plural("_"), "_");
}

#[test]
fn turns_types_into_names() {
    assert_eq!(snake("BlogPost"), "blog_post");
    assert_eq!(snake("HTTPServer"), "http_server");
    assert_eq!(snake("OAuth2Token"), "o_auth2_token");
    assert_eq!(plural(&snake("UserRole")), "user_roles");
}

#[test]
fn knows_snake_case() {
    assert!(is_snake("owner") && is_snake("home_team2") && is_snake("straße"));
    assert!(!is_snake("homeTeam") && !is_snake("_owner") && !is_snake("Owner") && !is_snake("a__b"));
}

#[test]
fn spells_columns_in_every_case() {
    let spelled: Vec<_> = Case::NAMES.iter().map(|(_, case)| case.apply("created_at")).collect();
    assert_eq!(
        spelled,
        [
            "created_at",
            "CREATED_AT",
            "createdAt",
            "CreatedAt",
            "created_at",
            "CREATED_AT",
            "created-at",
            "CREATED-AT"
        ]
    );
}

/// The words that the manual's models are called by, and those that other inflectors are known for.
#[test]
fn inflects_the_words_of_programs() {
    for pair in WORDS.split_whitespace() {
        let (one, many) = pair.split_once('/').unwrap();
        assert_pair(one, many);
    }
    for word in WITH_ONE_FORM.split_whitespace() {
        assert_eq!((plural(word).as_str(), singular(word).as_str()), (word, word));
    }
}

const WORDS: &str = "
    city/cities bus/buses datum/data life/lives wife/wives ox/oxen octopus/octopuses virus/viruses
    grammar/grammars genus/genera permission/permissions user_role/user_roles sex/sexes move/moves
    shoe/shoes cow/cows potato/potatoes piano/pianos tomato/tomatoes buffalo/buffaloes testis/testes
    parenthesis/parentheses thesis/theses oasis/oases bureau/bureaus bacterium/bacteria horse/horses
    cache/caches match/matches church/churches business/businesses glass/glasses dress/dresses
    bonus/bonuses campus/campuses menu/menus zoo/zoos boy/boys story/stories baby/babies
    friend_request/friend_requests subscription/subscriptions gear/gears history/histories query/queries
    entry/entries reply/replies survey/surveys essay/essays fax/faxes wish/wishes hoax/hoaxes
    half/halves roof/roofs chief/chiefs belief/beliefs radio/radios studio/studios logo/logos memo/memos
    human/humans german/germans taxi/taxis ski/skis syllabus/syllabuses cervix/cervixes helix/helixes
    suffix/suffixes prefix/prefixes schema/schemas stigma/stigmas formula/formulas antenna/antennas
    nebula/nebulas agenda/agendas opera/operas genre/genres tool/tools player/players team/teams
    coach/coaches game/games hat/hats event/events club/clubs member/members group/groups label/labels
    article/articles hobby/hobbies footnote/footnotes color/colors tag/tags post/posts comment/comments
    document/documents version/versions token/tokens session/sessions device/devices
    order_line/order_lines line/lines price/prices supplement/supplements assignment/assignments
    department/departments synopsis/synopses ellipsis/ellipses emphasis/emphases genesis/geneses
    nemesis/nemeses metropolis/metropolises payee/payees roman/romans shaman/shamans talisman/talismans
    caveat/caveats kiwi/kiwis alibi/alibis wiki/wikis api/apis emoji/emojis gui/guis mattress/mattresses
    compass/compasses waitress/waitresses expense/expenses purchase/purchases lease/leases
    release/releases case/cases cause/causes vase/vases nose/noses dose/doses pulse/pulses tense/tenses
    sense/senses pixel/pixels diary/diaries gallery/galleries salary/salaries visa/visas area/areas
    camera/cameras plus/pluses abacus/abacuses nexus/nexuses sinus/sinuses thesaurus/thesauruses
    zombie/zombies selfie/selfies calorie/calories pie/pies sleeve/sleeves valve/valves curve/curves
    wave/waves drive/drives archive/archives glove/gloves stove/stoves dive/dives hive/hives toe/toes
    foe/foes canoe/canoes oboe/oboes phenomenon/phenomena stadium/stadiums curriculum/curricula
    thief/thieves echo/echoes appendix/appendices
";

const WITH_ONE_FORM: &str = "
    series news sheep deer species information equipment rice money aircraft corps chassis debris fish
    moose salmon trout swine bison offspring staff feedback
";
