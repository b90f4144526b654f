//! Why a difference of two documents may mean nothing, as far as the documents alone tell.
//!
//! The comparison of the two APIs has reasons of its own; these are for what never reaches an API.

/// The text that says in which version of which specification the document is written.
pub const VERSION_TEXT: &str = "the version of the specification";

/// A key that the generator does not read: callbacks, links, XML names, addresses of further documentation,
/// and every key that the specification does not know.
pub const NOT_READ: &str = "nothing is generated from this key";

/// A vendor extension that no change is about.
pub const EXTENSION: &str = "vendor extensions do not travel";

/// Title, version, contact and licence of the definition, as far as no change is about them.
pub const ABOUT: &str = "it is about the definition, not about the API";

/// What is said of a tag, as far as no change is about it.
pub const TAG_TEXT: &str = "what a tag is about is said nowhere in the SDK";

/// A shared parameter, response, body, header or example that nothing refers to.
pub const UNREFERENCED: &str = "a shared part that nothing refers to";

/// What a path or the document says for all operations, while every operation says it itself or has no
/// use for it, such as a media type for bodies where there is no body.
pub const UNUSED: &str = "no operation makes use of it";

/// A default that is spelt out, a number as a text, a list in another order of meaning: the same is said.
pub const SAME_WORDS: &str = "the same is said in other words";

/// Whether reserved characters are percent-encoded: the server reads the same value.
pub const SAME_VALUE: &str = "the value is read the same, however it is percent-encoded";

/// What stood here stands elsewhere now: behind a reference, in the path item, in a base.
pub const ELSEWHERE: &str = "the same is said in another place";

/// How an object is put together of parts. What it then holds is compared property by property.
pub const COMPOSITION: &str = "how an object is composed, not what it holds";

/// Another model stands in a place now. Title, description and example are those of the one and of the other,
/// and what differs between the two beside that is reported.
pub const REPLACED: &str = "it is said of another model, which took the place of this one";

/// Each part of a composition that allows no other members forbids what the others have. Nobody means that, so
/// it is not read.
pub const PART_CLOSED: &str = "a part of a composition cannot forbid what the other parts have";

/// A reference to another file, or to a place that is not there. Whoever asked for the comparison was warned.
pub const NOT_FOLLOWED: &str = "a reference that cannot be followed";

/// Documents of different specifications have no key in common below which they could be compared.
pub const OTHER_SPECIFICATION: &str = "one document is Swagger 2.0 and the other OpenAPI 3, so their keys cannot be compared one by one";

/// All of them that stand for a difference.
pub const ALL: [&str; 14] = [
    VERSION_TEXT,
    NOT_READ,
    EXTENSION,
    ABOUT,
    TAG_TEXT,
    UNREFERENCED,
    UNUSED,
    SAME_WORDS,
    SAME_VALUE,
    ELSEWHERE,
    COMPOSITION,
    REPLACED,
    PART_CLOSED,
    NOT_FOLLOWED,
];
