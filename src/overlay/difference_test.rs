//! Differences as patches, and that merging them gives back what was wanted.

use serde_json::{Value, json};

use super::*;
use crate::overlay::merge::merge;
use crate::overlay::table::table;

/// The patch between two pods of a Deployment; fails unless applying it gives `wanted`.
#[track_caller]
fn pod(base: &Value, wanted: &Value) -> Value {
    let inside = |pod: &Value| json!({"spec": {"template": {"spec": pod}}});
    let (base, wanted) = (inside(base), inside(wanted));
    let patch = between("Deployment", &base, &wanted);
    patch
        .pointer("/spec/template/spec")
        .cloned()
        .unwrap_or_default()
}

#[track_caller]
fn between(kind: &str, base: &Value, wanted: &Value) -> Value {
    let (base, wanted) = (base.as_object().cloned(), wanted.as_object().cloned());
    let (mut base, wanted) = (base.unwrap_or_default(), wanted.unwrap_or_default());
    let patch = difference(table(), kind, &base, &wanted).unwrap_or_default();
    merge(table(), kind, &mut base, &patch);
    assert_eq!(base, wanted, "{patch:?}");
    Value::Object(patch)
}

#[test]
fn a_field_that_goes_is_null() {
    let patch = between(
        "Deployment",
        &json!({"spec": {"replicas": 3, "paused": true}, "metadata": {"annotations": {"a/b": "true"}}}),
        &json!({"spec": {"paused": true}, "metadata": {}}),
    );
    assert_eq!(
        patch,
        json!({"spec": {"replicas": null}, "metadata": {"annotations": null}})
    );
}

#[test]
fn an_empty_map_stays_an_empty_map() {
    let patch = pod(
        &json!({"volumes": [{"name": "a", "emptyDir": {"sizeLimit": "1Gi"}}]}),
        &json!({"volumes": [{"name": "a", "emptyDir": {}}]}),
    );
    assert_eq!(
        patch,
        json!({"volumes": [{"name": "a", "emptyDir": {"sizeLimit": null}}]})
    );
}

#[test]
fn one_field_of_a_container_is_patched_by_its_name() {
    let patch = pod(
        &json!({"containers": [{"name": "api", "image": "a:1", "resources": {"limits": {"cpu": "1", "memory": "1Gi"}}}]}),
        &json!({"containers": [{"name": "api", "image": "a:1", "resources": {"limits": {"cpu": "1", "memory": "2Gi"}}}]}),
    );
    assert_eq!(
        patch.to_string(),
        r#"{"containers":[{"name":"api","resources":{"limits":{"memory":"2Gi"}}}]}"#
    );
}

#[test]
fn a_second_container_names_the_one_before_it_for_its_place() {
    let patch = pod(
        &json!({"containers": [{"name": "api", "image": "a:1"}]}),
        &json!({"containers": [{"name": "api", "image": "a:1"}, {"name": "log", "image": "b:1"}]}),
    );
    assert_eq!(
        patch,
        json!({"containers": [{"name": "api"}, {"name": "log", "image": "b:1"}]})
    );
}

#[test]
fn a_variable_in_the_middle_replaces_the_list_and_the_first_does_not() {
    let env = |a: &str, b: &str| json!({"containers": [{"name": "api", "env": [{"name": "A", "value": a}, {"name": "B", "value": b}]}]});
    assert_eq!(
        pod(&env("1", "2"), &env("3", "2")),
        json!({"containers": [{"name": "api", "env": [{"name": "A", "value": "3"}]}]})
    );
    assert_eq!(
        pod(&env("1", "2"), &env("1", "3")),
        json!({"containers": [{"name": "api", "env": [{"$patch": "replace"}, {"name": "A", "value": "1"}, {"name": "B", "value": "3"}]}]})
    );
}

#[test]
fn an_item_that_goes_is_deleted_by_its_key_and_the_last_one_with_its_list() {
    let mounts = |paths: &[&str]| {
        let mounts: Vec<Value> = paths
            .iter()
            .map(|path| json!({"mountPath": path, "name": "x"}))
            .collect();
        json!({"containers": [{"name": "api", "volumeMounts": mounts}]})
    };
    assert_eq!(
        pod(&mounts(&["/a", "/b", "/c"]), &mounts(&["/a", "/c"])),
        json!({"containers": [{"name": "api", "volumeMounts": [{"mountPath": "/b", "$patch": "delete"}]}]})
    );
    assert_eq!(
        pod(&mounts(&["/a"]), &json!({"containers": [{"name": "api"}]})),
        json!({"containers": [{"name": "api", "volumeMounts": null}]})
    );
}

#[test]
fn ports_are_given_whole_since_the_port_is_their_key() {
    let ports =
        |port: u16| json!({"spec": {"ports": [{"name": "http", "port": port, "protocol": "TCP"}]}});
    assert_eq!(
        between("Service", &ports(80), &ports(81)),
        json!({"spec": {"ports": [{"$patch": "replace"}, {"name": "http", "port": 81, "protocol": "TCP"}]}})
    );
}

#[test]
fn a_list_without_a_key_has_no_directive_which_would_stay_in_it() {
    let patch = pod(
        &json!({"tolerations": [{"key": "a"}], "containers": [{"name": "api", "args": ["a"]}]}),
        &json!({"tolerations": [{"key": "b"}], "containers": [{"name": "api", "args": ["b"]}]}),
    );
    assert_eq!(
        patch,
        json!({"tolerations": [{"key": "b"}], "containers": [{"name": "api", "args": ["b"]}]})
    );
}

#[test]
fn what_no_patch_can_say_is_not_tried() {
    let no = |kind: &str, base: Value, wanted: Value| {
        let (base, wanted) = (base.as_object().cloned(), wanted.as_object().cloned());
        difference(
            table(),
            kind,
            &base.unwrap_or_default(),
            &wanted.unwrap_or_default(),
        )
    };
    let claims =
        |name: &str| json!({"spec": {"template": {"spec": {"resourceClaims": [{"name": name}]}}}});
    assert_eq!(no("Deployment", claims("a"), claims("b")), Err(NoPatch));
    let twice = json!({"spec": {"replicas": 1, "template": {"spec": {"containers": [{"name": "a"}, {"name": "a"}]}}}});
    let mut other = twice.clone();
    other["spec"]["replicas"] = json!(2);
    assert_eq!(no("Deployment", twice, other), Err(NoPatch));
    assert_eq!(
        no(
            "Thing",
            json!({"spec": {"a": []}}),
            json!({"spec": {"a": {}}})
        ),
        Err(NoPatch)
    );
}
