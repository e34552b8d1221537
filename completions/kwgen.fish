# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_kwgen_global_optspecs
    string join \n lang= color= h/help V/version
end

function __fish_kwgen_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_kwgen_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_kwgen_using_subcommand
    set -l cmd (__fish_kwgen_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c kwgen -n "__fish_kwgen_needs_command" -l lang -d 'Language of prompts and messages [values: en, zh-CN]' -r -f -a "en\t''
zh-CN\t''"
complete -c kwgen -n "__fish_kwgen_needs_command" -l color -d 'When to use colours [values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kwgen -n "__fish_kwgen_needs_command" -s h -l help -d 'Prints help'
complete -c kwgen -n "__fish_kwgen_needs_command" -s V -l version -d 'Prints the version'
complete -c kwgen -n "__fish_kwgen_needs_command" -f -a "new" -d 'Asks for answers or takes them, then decides, renders, validates and writes a bundle'
complete -c kwgen -n "__fish_kwgen_needs_command" -f -a "decide" -d 'Walks the decision tree and explains its choice'
complete -c kwgen -n "__fish_kwgen_needs_command" -f -a "update" -d 'Brings a bundle up to date with its edited answers, without losing hand edits'
complete -c kwgen -n "__fish_kwgen_needs_command" -f -a "cluster" -d 'Files of facts about a cluster'
complete -c kwgen -n "__fish_kwgen_needs_command" -f -a "explain" -d 'Explains a question, rule, controller, preset or known image; without an ID, lists them all'
complete -c kwgen -n "__fish_kwgen_needs_command" -f -a "why" -d 'Says why a line of a bundle is there, and what breaks without it'
complete -c kwgen -n "__fish_kwgen_needs_command" -f -a "schema" -d 'Prints a JSON Schema'
complete -c kwgen -n "__fish_kwgen_needs_command" -f -a "completions" -d 'Prints shell completions'
complete -c kwgen -n "__fish_kwgen_needs_command" -f -a "man" -d 'Prints a manual page'
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l answers -d 'Answers file, - for stdin' -r -F
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l set -d 'Sets any answer; the value is YAML' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l preset -d 'Starts from a preset [values: web, worker, database, log-agent, batch-job, scheduled-job, spot-worker]' -r -f -a "web\t''
worker\t''
database\t''
log-agent\t''
batch-job\t''
scheduled-job\t''
spot-worker\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l accept -d 'Accepts an exception to a rule, with its reason' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l image-config -d 'JSON of `docker image inspect` or `crane config`, - for stdin' -r -F
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l dockerfile -d 'Dockerfile to propose values from' -r -F
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l env-file -d 'File of environment variables, one KEY=VALUE per line' -r -F
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -s o -l output -d 'Format of the report [values: text, json]' -r -f -a "text\t''
json\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l name -d 'What is the service called? [e.g. payments]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l object-name -d 'What are this workload\'s objects called? [e.g. payments-api]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l namespace -d 'Which namespace does it run in? [e.g. payments]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l own-namespace -d 'Should kwgen write the namespace too? [e.g. true] [values: true, false]' -r -f -a "true\t''
false\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l part-of -d 'Which system is it part of? [e.g. shop]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l owner -d 'Which team is on call for it? [e.g. team-pay]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l image -d 'Which image does it run? [e.g. registry.example.com/shop/payments:1.4.2]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l image-pull-secret -d 'Which Secrets does it use to pull the image? [e.g. acr-pull]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l stateful -d 'Must each replica keep its own files or its own name? [e.g. true] [values: true, false]' -r -f -a "true\t''
false\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l per-node -d 'Must it run once on every node? [e.g. true] [values: true, false]' -r -f -a "true\t''
false\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l batch -d 'Does it end by itself when its work is done? [e.g. true] [values: true, false]' -r -f -a "true\t''
false\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l schedule -d 'When does it run? (empty: once) [e.g. 0 2 * * *]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l time-zone -d 'Which time zone is the schedule in? [e.g. Asia/Shanghai]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l controller -d 'Force a controller, against the decision tree? [e.g. Deployment] [values: Deployment, StatefulSet, DaemonSet, Job, CronJob]' -r -f -a "Deployment\t''
StatefulSet\t''
DaemonSet\t''
Job\t''
CronJob\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l runtime -d 'What is it written in? [e.g. jvm] [values: jvm, node, python, go, dotnet, other]' -r -f -a "jvm\t''
node\t''
python\t''
go\t''
dotnet\t''
other\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l command -d 'Which command replaces the image\'s ENTRYPOINT? [e.g. payments]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l arg -d 'Which arguments replace the image\'s CMD? [e.g. --verbose]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l env -d 'Which environment variables does it need? [e.g. LOG_LEVEL=info]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l config -d 'Which configuration files does it need? [e.g. app.yaml=level:info]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l secret -d 'Which Secrets does it read as files? [e.g. payments-db]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l secret-env -d 'Which variables come from a Secret? [e.g. DB_PASSWORD=payments-db:password]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l run-as-user -d 'Which user id does it run as? [e.g. 10001]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l writable-path -d 'Which paths does it write to? [e.g. /var/cache/nginx=512Mi]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l host-path -d 'Which paths on the node does it read? [e.g. /var/log/pods]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l grace -d 'How many seconds does it need to stop? [e.g. 45s]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l port -d 'Which ports does it listen on? [e.g. http:8080] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l caller -d 'Who calls it? [e.g. checkout@shop] [values: namespace, any, none]' -r -f -a "namespace\t''
any\t''
none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l node-local -d 'Do callers use the agent of their own node only? [e.g. true] [values: true, false]' -r -f -a "true\t''
false\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l dependency -d 'What does it call? [e.g. ledger@ledger:8080] [values: any, none]' -r -f -a "any\t''
none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l network-policy -d 'Which connections does its NetworkPolicy judge? [e.g. both] [values: both, ingress, off]' -r -f -a "both\t''
ingress\t''
off\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l metrics-port -d 'Which port serves its metrics? [e.g. 9090] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l expose -d 'Is it called from outside the cluster? [e.g. internal] [values: none, internal, internet]' -r -f -a "none\t''
internal\t''
internet\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l balancer -d 'Which load balancer leads to it? [e.g. nlb] [values: ingress, gateway, nlb, clb]' -r -f -a "ingress\t''
gateway\t''
nlb\t''
clb\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l host -d 'Under which host names? [e.g. shop.example.com]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l tls -d 'Where does its certificate come from? [e.g. auto] [values: auto, none]' -r -f -a "auto\t''
none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l ingress-class -d 'Which ingress class serves it? [e.g. alb]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l gateway -d 'Which Gateway serves it? [e.g. infra/edge/https]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l idle-timeout -d 'How long may its connections stay silent? [e.g. 10m]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l balancer-from -d 'From where does the load balancer call it? [e.g. 10.0.1.0/24]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l balancer-zone -d 'In which zones does its NLB have addresses? [e.g. cn-hangzhou-k:vsw-i123456]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l readiness -d 'How does it show that it can serve? [e.g. /ready] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l liveness -d 'How does it show that it must be restarted? [e.g. /live] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l slow-start -d 'Does it take more than a minute to start? [e.g. true] [values: true, false]' -r -f -a "true\t''
false\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l startup -d 'How does it show that it has started? [e.g. /live] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l ram-role -d 'Which RAM role does it call Alibaba Cloud with? [e.g. payments-oss-reader] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l rbac -d 'What may it do in the Kubernetes API? [e.g. get,list,watch configmaps]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l storage -d 'Which data must survive a restart? [e.g. 20Gi@/data]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l retain-disks -d 'Should the disks stay when their claims are deleted? [e.g. true] [values: true, false]' -r -f -a "true\t''
false\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l claim-retention -d 'What becomes of the claims of replicas that go? [e.g. scaledDown] [values: keep, scaledDown, delete]' -r -f -a "keep\t''
scaledDown\t''
delete\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l autoscale -d 'Should the load decide how many replicas run? [e.g. 3..12@70%] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l scale-down -d 'How long must the load be low before pods go? [e.g. 15m]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l replicas -d 'How many replicas? [e.g. 3]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l cpu -d 'How much CPU does it normally need? [e.g. 250m]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l cpu-limit -d 'How much CPU may it use at most? [e.g. 1]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l memory -d 'How much memory does it need? [e.g. 512Mi]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l ephemeral-storage -d 'How much local disk do logs and temporary files take? [e.g. 1Gi]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l ordered -d 'Must replicas start one after the other? [e.g. false] [values: true, false]' -r -f -a "true\t''
false\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l architecture -d 'Which processors is the image built for? [e.g. arm64] [values: amd64, arm64, both, none]' -r -f -a "amd64\t''
arm64\t''
both\t''
none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l gpu -d 'How many GPUs does each pod need? [e.g. 1] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l pool -d 'Which node pool does it run on, and on no other? [e.g. batch] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l priority-class -d 'Which PriorityClass does it have? [e.g. business-high] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l spot -d 'May it run on spot nodes? [e.g. prefer] [values: never, prefer, require]' -r -f -a "never\t''
prefer\t''
require\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l delivery -d 'Who applies the manifests? [e.g. argocd] [values: apply, flux, argocd]' -r -f -a "apply\t''
flux\t''
argocd\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l repository -d 'Which Git repository does Argo CD read it from? [e.g. https://git.example.com/shop/deploy.git]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l revision -d 'Which branch or tag does Argo CD follow? [e.g. main]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l argo-project -d 'Which Argo CD project does it belong to? [e.g. shop]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l destination -d 'Which cluster does Argo CD apply it to? [e.g. https://kubernetes.default.svc]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l flux-source -d 'Which GitRepository does Flux read it from? [e.g. flux-system]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l repository-path -d 'Where in the repository does this folder lie? [e.g. services/payments]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l delivery-namespace -d 'Which namespace do its Applications or sources live in? [e.g. argocd]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l layout -d 'In which form are the manifests written? [e.g. rendered] [values: kustomize, rendered]' -r -f -a "kustomize\t''
rendered\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l custom -d 'Is there something that no question asks for, such as a sidecar? [e.g. true] [values: true, false]' -r -f -a "true\t''
false\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l completions -d 'How many pods must succeed? [e.g. 10]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l parallelism -d 'How many pods run at once? [e.g. 2]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l retries -d 'How often is it retried after a failure? [e.g. 3]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l deadline -d 'How long may one run take? [e.g. 1h]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l concurrency -d 'What if the previous run is not done yet? [e.g. Forbid] [values: Forbid, Allow, Replace]' -r -f -a "Forbid\t''
Allow\t''
Replace\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l start-deadline -d 'How late may a missed run still start? [e.g. 1h]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l history -d 'How many finished runs are kept? (succeeded/failed) [e.g. 3/3]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l ttl -d 'How long is a finished Job kept? [e.g. 1d]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l cluster -d 'Which cluster does it run on? [e.g. clusters/ack-hangzhou.yaml] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l kubernetes-version -d 'Which Kubernetes version is it for? [e.g. 1.35]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l prose-lang -d 'Which language are comments and README in? [e.g. zh-CN] [values: en, zh-CN]' -r -f -a "en\t''
zh-CN\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l dir -d 'Directory of the bundle [default: ./NAME]' -r -f -a "(__fish_complete_directories)"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l add -d 'Adds a workload to the bundle in --dir [default: .]; the answers are those of the new workload' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l first -d 'With --add: what the workload that is there is called in kwgen.yaml from now on [default: main]; its objects keep their names' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -s e -l environment -d 'Which environment --stdout prints, where there are several' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l lang -d 'Language of prompts and messages [values: en, zh-CN]' -r -f -a "en\t''
zh-CN\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l color -d 'When to use colours [values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l non-interactive -d 'Never asks; a missing answer is an error'
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l stdout -d 'Prints the Kubernetes objects instead of writing files'
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l dry-run -d 'Shows what would be written'
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l diff -d 'Shows the changes as a diff while it writes them; with --dry-run it only shows them'
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l force -d 'Overwrites files that were edited or not written by kwgen'
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l no-guess -d 'Refuses defaults that may be wrong'
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -l print-answers -d 'Prints every effective answer with its origin'
complete -c kwgen -n "__fish_kwgen_using_subcommand new" -s h -l help -d 'Prints help'
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l answers -d 'Answers file, - for stdin' -r -F
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l set -d 'Sets any answer; the value is YAML' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l preset -d 'Starts from a preset [values: web, worker, database, log-agent, batch-job, scheduled-job, spot-worker]' -r -f -a "web\t''
worker\t''
database\t''
log-agent\t''
batch-job\t''
scheduled-job\t''
spot-worker\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l accept -d 'Accepts an exception to a rule, with its reason' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l image-config -d 'JSON of `docker image inspect` or `crane config`, - for stdin' -r -F
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l dockerfile -d 'Dockerfile to propose values from' -r -F
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l env-file -d 'File of environment variables, one KEY=VALUE per line' -r -F
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l name -d 'What is the service called? [e.g. payments]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l object-name -d 'What are this workload\'s objects called? [e.g. payments-api]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l namespace -d 'Which namespace does it run in? [e.g. payments]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l own-namespace -d 'Should kwgen write the namespace too? [e.g. true] [values: true, false]' -r -f -a "true\t''
false\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l part-of -d 'Which system is it part of? [e.g. shop]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l owner -d 'Which team is on call for it? [e.g. team-pay]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l image -d 'Which image does it run? [e.g. registry.example.com/shop/payments:1.4.2]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l image-pull-secret -d 'Which Secrets does it use to pull the image? [e.g. acr-pull]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l stateful -d 'Must each replica keep its own files or its own name? [e.g. true] [values: true, false]' -r -f -a "true\t''
false\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l per-node -d 'Must it run once on every node? [e.g. true] [values: true, false]' -r -f -a "true\t''
false\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l batch -d 'Does it end by itself when its work is done? [e.g. true] [values: true, false]' -r -f -a "true\t''
false\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l schedule -d 'When does it run? (empty: once) [e.g. 0 2 * * *]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l time-zone -d 'Which time zone is the schedule in? [e.g. Asia/Shanghai]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l controller -d 'Force a controller, against the decision tree? [e.g. Deployment] [values: Deployment, StatefulSet, DaemonSet, Job, CronJob]' -r -f -a "Deployment\t''
StatefulSet\t''
DaemonSet\t''
Job\t''
CronJob\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l runtime -d 'What is it written in? [e.g. jvm] [values: jvm, node, python, go, dotnet, other]' -r -f -a "jvm\t''
node\t''
python\t''
go\t''
dotnet\t''
other\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l command -d 'Which command replaces the image\'s ENTRYPOINT? [e.g. payments]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l arg -d 'Which arguments replace the image\'s CMD? [e.g. --verbose]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l env -d 'Which environment variables does it need? [e.g. LOG_LEVEL=info]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l config -d 'Which configuration files does it need? [e.g. app.yaml=level:info]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l secret -d 'Which Secrets does it read as files? [e.g. payments-db]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l secret-env -d 'Which variables come from a Secret? [e.g. DB_PASSWORD=payments-db:password]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l run-as-user -d 'Which user id does it run as? [e.g. 10001]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l writable-path -d 'Which paths does it write to? [e.g. /var/cache/nginx=512Mi]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l host-path -d 'Which paths on the node does it read? [e.g. /var/log/pods]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l grace -d 'How many seconds does it need to stop? [e.g. 45s]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l port -d 'Which ports does it listen on? [e.g. http:8080] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l caller -d 'Who calls it? [e.g. checkout@shop] [values: namespace, any, none]' -r -f -a "namespace\t''
any\t''
none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l node-local -d 'Do callers use the agent of their own node only? [e.g. true] [values: true, false]' -r -f -a "true\t''
false\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l dependency -d 'What does it call? [e.g. ledger@ledger:8080] [values: any, none]' -r -f -a "any\t''
none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l network-policy -d 'Which connections does its NetworkPolicy judge? [e.g. both] [values: both, ingress, off]' -r -f -a "both\t''
ingress\t''
off\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l metrics-port -d 'Which port serves its metrics? [e.g. 9090] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l expose -d 'Is it called from outside the cluster? [e.g. internal] [values: none, internal, internet]' -r -f -a "none\t''
internal\t''
internet\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l balancer -d 'Which load balancer leads to it? [e.g. nlb] [values: ingress, gateway, nlb, clb]' -r -f -a "ingress\t''
gateway\t''
nlb\t''
clb\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l host -d 'Under which host names? [e.g. shop.example.com]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l tls -d 'Where does its certificate come from? [e.g. auto] [values: auto, none]' -r -f -a "auto\t''
none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l ingress-class -d 'Which ingress class serves it? [e.g. alb]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l gateway -d 'Which Gateway serves it? [e.g. infra/edge/https]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l idle-timeout -d 'How long may its connections stay silent? [e.g. 10m]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l balancer-from -d 'From where does the load balancer call it? [e.g. 10.0.1.0/24]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l balancer-zone -d 'In which zones does its NLB have addresses? [e.g. cn-hangzhou-k:vsw-i123456]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l readiness -d 'How does it show that it can serve? [e.g. /ready] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l liveness -d 'How does it show that it must be restarted? [e.g. /live] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l slow-start -d 'Does it take more than a minute to start? [e.g. true] [values: true, false]' -r -f -a "true\t''
false\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l startup -d 'How does it show that it has started? [e.g. /live] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l ram-role -d 'Which RAM role does it call Alibaba Cloud with? [e.g. payments-oss-reader] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l rbac -d 'What may it do in the Kubernetes API? [e.g. get,list,watch configmaps]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l storage -d 'Which data must survive a restart? [e.g. 20Gi@/data]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l retain-disks -d 'Should the disks stay when their claims are deleted? [e.g. true] [values: true, false]' -r -f -a "true\t''
false\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l claim-retention -d 'What becomes of the claims of replicas that go? [e.g. scaledDown] [values: keep, scaledDown, delete]' -r -f -a "keep\t''
scaledDown\t''
delete\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l autoscale -d 'Should the load decide how many replicas run? [e.g. 3..12@70%] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l scale-down -d 'How long must the load be low before pods go? [e.g. 15m]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l replicas -d 'How many replicas? [e.g. 3]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l cpu -d 'How much CPU does it normally need? [e.g. 250m]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l cpu-limit -d 'How much CPU may it use at most? [e.g. 1]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l memory -d 'How much memory does it need? [e.g. 512Mi]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l ephemeral-storage -d 'How much local disk do logs and temporary files take? [e.g. 1Gi]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l ordered -d 'Must replicas start one after the other? [e.g. false] [values: true, false]' -r -f -a "true\t''
false\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l architecture -d 'Which processors is the image built for? [e.g. arm64] [values: amd64, arm64, both, none]' -r -f -a "amd64\t''
arm64\t''
both\t''
none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l gpu -d 'How many GPUs does each pod need? [e.g. 1] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l pool -d 'Which node pool does it run on, and on no other? [e.g. batch] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l priority-class -d 'Which PriorityClass does it have? [e.g. business-high] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l spot -d 'May it run on spot nodes? [e.g. prefer] [values: never, prefer, require]' -r -f -a "never\t''
prefer\t''
require\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l delivery -d 'Who applies the manifests? [e.g. argocd] [values: apply, flux, argocd]' -r -f -a "apply\t''
flux\t''
argocd\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l repository -d 'Which Git repository does Argo CD read it from? [e.g. https://git.example.com/shop/deploy.git]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l revision -d 'Which branch or tag does Argo CD follow? [e.g. main]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l argo-project -d 'Which Argo CD project does it belong to? [e.g. shop]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l destination -d 'Which cluster does Argo CD apply it to? [e.g. https://kubernetes.default.svc]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l flux-source -d 'Which GitRepository does Flux read it from? [e.g. flux-system]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l repository-path -d 'Where in the repository does this folder lie? [e.g. services/payments]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l delivery-namespace -d 'Which namespace do its Applications or sources live in? [e.g. argocd]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l layout -d 'In which form are the manifests written? [e.g. rendered] [values: kustomize, rendered]' -r -f -a "kustomize\t''
rendered\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l custom -d 'Is there something that no question asks for, such as a sidecar? [e.g. true] [values: true, false]' -r -f -a "true\t''
false\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l completions -d 'How many pods must succeed? [e.g. 10]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l parallelism -d 'How many pods run at once? [e.g. 2]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l retries -d 'How often is it retried after a failure? [e.g. 3]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l deadline -d 'How long may one run take? [e.g. 1h]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l concurrency -d 'What if the previous run is not done yet? [e.g. Forbid] [values: Forbid, Allow, Replace]' -r -f -a "Forbid\t''
Allow\t''
Replace\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l start-deadline -d 'How late may a missed run still start? [e.g. 1h]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l history -d 'How many finished runs are kept? (succeeded/failed) [e.g. 3/3]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l ttl -d 'How long is a finished Job kept? [e.g. 1d]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l cluster -d 'Which cluster does it run on? [e.g. clusters/ack-hangzhou.yaml] [values: none]' -r -f -a "none\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l kubernetes-version -d 'Which Kubernetes version is it for? [e.g. 1.35]' -r
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l prose-lang -d 'Which language are comments and README in? [e.g. zh-CN] [values: en, zh-CN]' -r -f -a "en\t''
zh-CN\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -s o -l output -d 'Format of the report [values: text, json, mermaid]' -r -f -a "text\t''
json\t''
mermaid\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l lang -d 'Language of prompts and messages [values: en, zh-CN]' -r -f -a "en\t''
zh-CN\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l color -d 'When to use colours [values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l non-interactive -d 'Never asks; a missing answer is an error'
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -l tree -d 'Draws the tree'
complete -c kwgen -n "__fish_kwgen_using_subcommand decide" -s h -l help -d 'Prints help'
complete -c kwgen -n "__fish_kwgen_using_subcommand update" -l cluster -d 'Cluster file to use in this run instead of the one kwgen.yaml names' -r -F
complete -c kwgen -n "__fish_kwgen_using_subcommand update" -s o -l output -d 'Format of the report [values: text, json]' -r -f -a "text\t''
json\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand update" -l lang -d 'Language of prompts and messages [values: en, zh-CN]' -r -f -a "en\t''
zh-CN\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand update" -l color -d 'When to use colours [values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand update" -l dry-run -d 'Shows what would be written'
complete -c kwgen -n "__fish_kwgen_using_subcommand update" -l check -d 'Only checks whether the bundle is current'
complete -c kwgen -n "__fish_kwgen_using_subcommand update" -l diff -d 'Shows the changes as a diff while it writes them; with --dry-run it only shows them'
complete -c kwgen -n "__fish_kwgen_using_subcommand update" -l keep-edited -d 'Keeps files that were edited, writes the rest'
complete -c kwgen -n "__fish_kwgen_using_subcommand update" -l force -d 'Overwrites files that were edited or not written by kwgen'
complete -c kwgen -n "__fish_kwgen_using_subcommand update" -s h -l help -d 'Prints help'
complete -c kwgen -n "__fish_kwgen_using_subcommand cluster; and not __fish_seen_subcommand_from new" -l lang -d 'Language of prompts and messages [values: en, zh-CN]' -r -f -a "en\t''
zh-CN\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand cluster; and not __fish_seen_subcommand_from new" -l color -d 'When to use colours [values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand cluster; and not __fish_seen_subcommand_from new" -s h -l help -d 'Prints help'
complete -c kwgen -n "__fish_kwgen_using_subcommand cluster; and not __fish_seen_subcommand_from new" -f -a "new" -d 'Write the file of a cluster, filled from a snapshot'
complete -c kwgen -n "__fish_kwgen_using_subcommand cluster; and __fish_seen_subcommand_from new" -l from -d 'Snapshot to read, - for stdin' -r -F
complete -c kwgen -n "__fish_kwgen_using_subcommand cluster; and __fish_seen_subcommand_from new" -l dir -d 'Folder to write NAME.yaml to; clusters, unless it is said' -r -f -a "(__fish_complete_directories)"
complete -c kwgen -n "__fish_kwgen_using_subcommand cluster; and __fish_seen_subcommand_from new" -l prose-lang -d 'Language of its comments; en, unless it is said [values: en, zh-CN]' -r -f -a "en\t''
zh-CN\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand cluster; and __fish_seen_subcommand_from new" -s o -l output -d 'Format of the report [values: text, json]' -r -f -a "text\t''
json\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand cluster; and __fish_seen_subcommand_from new" -l lang -d 'Language of prompts and messages [values: en, zh-CN]' -r -f -a "en\t''
zh-CN\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand cluster; and __fish_seen_subcommand_from new" -l color -d 'When to use colours [values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand cluster; and __fish_seen_subcommand_from new" -l stdout -d 'Print the file instead of writing it'
complete -c kwgen -n "__fish_kwgen_using_subcommand cluster; and __fish_seen_subcommand_from new" -l force -d 'Overwrite a file that is there'
complete -c kwgen -n "__fish_kwgen_using_subcommand cluster; and __fish_seen_subcommand_from new" -l non-interactive -d 'Never asks; a missing answer is an error'
complete -c kwgen -n "__fish_kwgen_using_subcommand cluster; and __fish_seen_subcommand_from new" -s h -l help -d 'Prints help'
complete -c kwgen -n "__fish_kwgen_using_subcommand explain" -s o -l output -d 'Format of the report [values: text, json]' -r -f -a "text\t''
json\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand explain" -l lang -d 'Language of prompts and messages [values: en, zh-CN]' -r -f -a "en\t''
zh-CN\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand explain" -l color -d 'When to use colours [values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand explain" -s h -l help -d 'Prints help'
complete -c kwgen -n "__fish_kwgen_using_subcommand why" -s o -l output -d 'Format of the report [values: text, json]' -r -f -a "text\t''
json\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand why" -l lang -d 'Language of prompts and messages [values: en, zh-CN]' -r -f -a "en\t''
zh-CN\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand why" -l color -d 'When to use colours [values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand why" -s h -l help -d 'Prints help'
complete -c kwgen -n "__fish_kwgen_using_subcommand schema" -l lang -d 'Language of prompts and messages [values: en, zh-CN]' -r -f -a "en\t''
zh-CN\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand schema" -l color -d 'When to use colours [values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand schema" -s h -l help -d 'Prints help'
complete -c kwgen -n "__fish_kwgen_using_subcommand completions" -l lang -d 'Language of prompts and messages [values: en, zh-CN]' -r -f -a "en\t''
zh-CN\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand completions" -l color -d 'When to use colours [values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand completions" -s h -l help -d 'Prints help'
complete -c kwgen -n "__fish_kwgen_using_subcommand man" -l lang -d 'Language of prompts and messages [values: en, zh-CN]' -r -f -a "en\t''
zh-CN\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand man" -l color -d 'When to use colours [values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c kwgen -n "__fish_kwgen_using_subcommand man" -s h -l help -d 'Prints help'
