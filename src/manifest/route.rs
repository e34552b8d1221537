//! `HTTPRoute` of the Gateway API (v1, standard channel): no type of Kubernetes itself, so it is written
//! out here as far as the rules read it. What they do not read is known by its name.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// A route.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "the names are what a field is known by")]
pub struct HttpRoute {
    api_version: Option<IgnoredAny>,
    kind: Option<IgnoredAny>,
    /// Its metadata.
    #[serde(default)]
    pub metadata: ObjectMeta,
    /// What it says.
    #[serde(default)]
    pub spec: HttpRouteSpec,
    status: Option<IgnoredAny>,
}

/// What it says.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HttpRouteSpec {
    /// The Gateways.
    pub parent_refs: Vec<HttpRouteParent>,
    /// The hosts; none for those of the Gateway.
    pub hostnames: Vec<String>,
    /// Where which requests go.
    pub rules: Vec<HttpRouteRule>,
}

/// A Gateway.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(dead_code, reason = "the names are what a field is known by")]
pub struct HttpRouteParent {
    group: Option<IgnoredAny>,
    kind: Option<IgnoredAny>,
    namespace: Option<IgnoredAny>,
    /// Its name.
    pub name: String,
    section_name: Option<IgnoredAny>,
    port: Option<IgnoredAny>,
}

/// Where some requests go.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(dead_code, reason = "the names are what a field is known by")]
pub struct HttpRouteRule {
    name: Option<IgnoredAny>,
    /// Which requests.
    pub matches: Vec<HttpRouteMatch>,
    filters: Option<IgnoredAny>,
    /// Where they go.
    pub backend_refs: Vec<HttpRouteBackend>,
    timeouts: Option<IgnoredAny>,
    retry: Option<IgnoredAny>,
    session_persistence: Option<IgnoredAny>,
}

/// Some requests.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(dead_code, reason = "the names are what a field is known by")]
pub struct HttpRouteMatch {
    /// Their path.
    pub path: Option<HttpRoutePath>,
    headers: Option<IgnoredAny>,
    query_params: Option<IgnoredAny>,
    method: Option<IgnoredAny>,
}

/// A path.
#[derive(Debug, Deserialize)]
pub struct HttpRoutePath {
    /// `PathPrefix`, `Exact` or `RegularExpression`.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// The path itself.
    #[serde(default)]
    pub value: Option<String>,
}

/// A Service, or what else answers.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(dead_code, reason = "the names are what a field is known by")]
pub struct HttpRouteBackend {
    group: Option<IgnoredAny>,
    /// Its kind; none for a Service.
    pub kind: Option<String>,
    /// Its name.
    pub name: String,
    /// Its namespace; none for that of the route.
    pub namespace: Option<String>,
    /// Its port.
    pub port: Option<i32>,
    weight: Option<IgnoredAny>,
    filters: Option<IgnoredAny>,
}
