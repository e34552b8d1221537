//! How long a connection from outside may be silent before the load balancer hangs up: where each kind
//! is told so, and what none of them bears.

use super::ContainerPort;
use super::build::Builder;
use super::contradiction::ServiceFault;
use crate::cluster::{IngressClass, IngressKind};

/// The question.
const IDLE: &str = "idleTimeout";

impl Builder<'_> {
    /// Of an ingress class, in seconds.
    pub(super) fn silence_of_class(&mut self, class: &IngressClass) -> Option<i64> {
        let said = self.silence(class.kind.word())?;
        // An annotation tells nginx; the others are told where the class is made.
        if class.kind == IngressKind::Nginx {
            return Some(said);
        }
        let (name, kind) = (class.name.clone(), class.kind.word().to_owned());
        match class.request_timeout.map(i64::from) {
            Some(waits) if waits < said => {
                let fault = ServiceFault::SilenceOfClass {
                    class: name,
                    kind,
                    said,
                    waits,
                };
                self.fail(IDLE, fault);
            }
            Some(_) => {}
            None => self.warning(ServiceFault::SilenceUnknown {
                class: name,
                kind,
                said,
            }),
        }
        Some(said)
    }

    /// Of a load balancer of its own, in seconds.
    pub(super) fn silence_of_ports(&mut self, kind: &str, ports: &[ContainerPort]) -> Option<i64> {
        let said = self.silence(kind)?;
        let others: Vec<String> = ports
            .iter()
            .filter(|port| port.protocol != "TCP")
            .map(|port| format!("{}/{}", port.service, port.protocol))
            .collect();
        if !others.is_empty() {
            let ports = others.join(", ");
            self.fail(IDLE, ServiceFault::SilenceOfUdp { ports });
        }
        Some(said)
    }

    /// What was asked for, within what the kind takes.
    fn silence(&mut self, kind: &str) -> Option<i64> {
        let said = self.number(IDLE)?;
        let span = self.facts().silence.get(kind).copied();
        let (least, most) = span.map_or((1, i64::from(i32::MAX)), |span| (span.least, span.most));
        if said < least || said > most {
            let fault = ServiceFault::SilenceRange {
                kind: kind.to_owned(),
                said,
                least,
                most,
            };
            self.fail(IDLE, fault);
            return None;
        }
        Some(said)
    }
}
