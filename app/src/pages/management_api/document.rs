//! The OpenAPI document, as the page shows it.

use serde_json::Value;

use super::schema;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// What the document says.
pub(super) struct Document {
    /// Where the API is.
    pub(super) base: String,
    /// By noun, in the order of the alphabet.
    pub(super) groups: Vec<Group>,
    /// The document itself, in which references lead.
    pub(super) root: Value,
}

/// The operations of a noun.
pub(super) struct Group {
    pub(super) name: String,
    pub(super) operations: Vec<Operation>,
}

/// Something that can be asked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Operation {
    pub(super) id: String,
    /// `GET` …
    pub(super) method: String,
    /// As the document has it: `/users/{id}`.
    pub(super) template: String,
    /// The scheme and the host.
    pub(super) origin: String,
    /// The whole path: `/api/v2/users/{id}`.
    pub(super) path: String,
    pub(super) summary: String,
    pub(super) about: String,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    pub(super) replies: Vec<Reply>,
    /// Sets of scopes of which each is enough; none where no token is asked for.
    pub(super) scopes: Vec<Vec<String>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) is_in_path: bool,
    pub(super) is_required: bool,
    pub(super) about: String,
    pub(super) schema: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Body {
    pub(super) is_required: bool,
    /// Whether it is a form with files, and not JSON.
    pub(super) is_form: bool,
    pub(super) schema: Value,
    pub(super) example: Option<Value>,
}

/// What may be answered.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reply {
    pub(super) status: String,
    pub(super) about: String,
    /// What is in it, and its media type.
    pub(super) content: Option<(String, Value)>,
}

impl Document {
    pub(super) fn read(root: Value) -> Self {
        let base = server(&root).unwrap_or_default().to_owned();
        let mut groups: Vec<Group> = Vec::new();
        let paths = root.get("paths").and_then(Value::as_object);
        for (template, item) in paths.into_iter().flatten() {
            let address = server(item).unwrap_or(&base);
            for method in METHODS {
                let Some(described) = item.get(method) else { continue };
                let (tag, operation) = operation(&root, method, address, template, described);
                match groups.iter_mut().find(|group| group.name == tag) {
                    Some(group) => group.operations.push(operation),
                    None => groups.push(Group { name: tag, operations: vec![operation] }),
                }
            }
        }
        groups.sort_by(|one, other| one.name.cmp(&other.name));
        Self { base, groups, root }
    }

    pub(super) fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.groups.iter().flat_map(|group| &group.operations)
    }

    pub(super) fn find(&self, id: &str) -> Option<&Operation> {
        self.operations().find(|operation| operation.id == id)
    }
}

impl Operation {
    /// Whether all of `words`, in small letters, stand in what names the operation.
    pub(super) fn matches(&self, words: &[&str]) -> bool {
        let scopes = self.scopes.concat().join(" ");
        let text = format!("{} {} {} {} {scopes}", self.method, self.path, self.summary, self.id).to_lowercase();
        words.iter().all(|word| text.contains(word))
    }

    pub(super) fn is_public(&self) -> bool {
        self.scopes.is_empty()
    }

    /// Whether it only looks.
    pub(super) fn is_read(&self) -> bool {
        self.method == "GET"
    }
}

fn server(of: &Value) -> Option<&str> {
    of.pointer("/servers/0/url")?.as_str()
}

fn text(of: &Value, name: &str) -> String {
    of.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn operation(root: &Value, method: &str, address: &str, template: &str, described: &Value) -> (String, Operation) {
    let (origin, base) = split(address);
    let parameters = described.get("parameters").and_then(Value::as_array);
    let replies = described.get("responses").and_then(Value::as_object);
    let read = Operation {
        id: text(described, "operationId"),
        method: method.to_uppercase(),
        template: template.to_owned(),
        origin: origin.to_owned(),
        path: format!("{base}{template}"),
        summary: text(described, "summary"),
        about: text(described, "description"),
        parameters: parameters.into_iter().flatten().map(|it| parameter(root, it)).collect(),
        body: described.get("requestBody").and_then(|it| body(root, it)),
        replies: replies.into_iter().flatten().map(|(status, it)| reply(root, status, it)).collect(),
        scopes: scopes(described),
    };
    let tag = described.pointer("/tags/0").and_then(Value::as_str).unwrap_or("other");
    (tag.to_owned(), read)
}

/// `https://host/base` → `https://host` and `/base`
fn split(address: &str) -> (&str, &str) {
    let host = address.find("://").map_or(0, |at| at + 3);
    let path = address[host..].find('/').map_or(address.len(), |at| host + at);
    address.split_at(path)
}

fn parameter(root: &Value, described: &Value) -> Parameter {
    let (described, _) = schema::resolved(root, described);
    Parameter {
        name: text(described, "name"),
        is_in_path: described.get("in").is_some_and(|place| place == "path"),
        is_required: described.get("required").is_some_and(|is| is == true),
        about: text(described, "description"),
        schema: described.get("schema").cloned().unwrap_or_default(),
    }
}

fn body(root: &Value, described: &Value) -> Option<Body> {
    let (described, _) = schema::resolved(root, described);
    let (media, content) = described.get("content")?.as_object()?.iter().next()?;
    Some(Body {
        is_required: described.get("required").is_some_and(|is| is == true),
        is_form: media == "multipart/form-data",
        schema: content.get("schema").cloned().unwrap_or_default(),
        example: content.get("example").cloned(),
    })
}

fn reply(root: &Value, status: &str, described: &Value) -> Reply {
    let (described, _) = schema::resolved(root, described);
    let content = described.get("content").and_then(Value::as_object).and_then(|all| all.iter().next());
    let of = |(media, it): (&String, &Value)| (media.clone(), it.get("schema").cloned().unwrap_or_default());
    Reply { status: status.to_owned(), about: text(described, "description"), content: content.map(of) }
}

/// Ways of one scheme: others name the same scopes again.
fn scopes(described: &Value) -> Vec<Vec<String>> {
    let ways = described.get("security").and_then(Value::as_array);
    let sets = ways.into_iter().flatten().filter_map(|way| way.get("bearerAuth")?.as_array());
    sets.map(|set| set.iter().filter_map(Value::as_str).map(str::to_owned).collect()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> Document {
        let refusal = json!({ "$ref": "#/components/responses/NotFound" });
        let id = json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } });
        Document::read(json!({
            "servers": [{ "url": "https://roster.example/api/v2" }],
            "components": { "responses": { "NotFound": { "description": "Not Found" } } },
            "paths": {
                "/users/{id}": {
                    "get": {
                        "operationId": "get_users_by_id", "summary": "Get a user", "tags": ["users"], "parameters": [id],
                        "responses": { "200": { "description": "OK", "content": { "application/json": { "schema": {} } } }, "404": refusal },
                        "security": [{ "bearerAuth": ["read:users"] }, { "bearerAuth": ["read:user_idp_tokens"] }, { "other": ["read:users"] }],
                    },
                    "patch": { "operationId": "patch_users", "tags": ["users"], "requestBody": { "required": true, "content": { "application/json": { "schema": { "type": "object" }, "example": { "a": 1 } } } } },
                },
                "/users/{id}/impersonate": {
                    "servers": [{ "url": "https://roster.example" }],
                    "post": { "operationId": "post_impersonate", "tags": ["impersonate"] },
                },
                "/broken": { "get": 1, "put": { "parameters": [1, null], "responses": { "200": null }, "tags": {} } },
            },
        }))
    }

    #[test]
    fn operations_stand_by_noun_with_where_they_are() {
        let document = document();
        let names: Vec<&str> = document.groups.iter().map(|group| group.name.as_str()).collect();
        assert_eq!(names, ["impersonate", "other", "users"]);
        let get = document.find("get_users_by_id").unwrap();
        assert_eq!((get.method.as_str(), get.path.as_str()), ("GET", "/api/v2/users/{id}"));
        assert_eq!(get.origin, "https://roster.example");
        assert_eq!(get.scopes, [["read:users"], ["read:user_idp_tokens"]]);
        assert_eq!(get.replies[1].about, "Not Found");
        assert!(get.parameters[0].is_in_path && get.parameters[0].is_required && get.is_read());
        assert_eq!(document.find("post_impersonate").unwrap().path, "/users/{id}/impersonate");
        let patch = document.find("patch_users").unwrap();
        assert_eq!(patch.body.as_ref().and_then(|body| body.example.clone()), Some(json!({ "a": 1 })));
        assert!(patch.is_public() && !patch.is_read());
        assert!(document.find("nothing").is_none());
    }

    #[test]
    fn an_operation_is_found_by_words() {
        let document = document();
        let get = document.find("get_users_by_id").unwrap();
        assert!(
            get.matches(&[]) && get.matches(&["user", "get"]) && get.matches(&["read:user_idp", "/api/v2/users/{"])
        );
        assert!(!get.matches(&["user", "delete"]));
    }

    #[test]
    fn anything_at_all_can_be_read() {
        for root in [json!(null), json!([]), json!({ "paths": [] }), json!({ "paths": { "/a": null }, "servers": "x" })]
        {
            assert_eq!(Document::read(root).operations().count(), 0);
        }
        assert_eq!(split("/api/v2"), ("", "/api/v2"));
        assert_eq!(split("https://a.example"), ("https://a.example", ""));
    }
}
