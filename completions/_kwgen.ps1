
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'kwgen' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'kwgen'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'kwgen' {
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of prompts and messages [values: en, zh-CN]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Prints help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Prints help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Prints the version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Prints the version')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Asks for answers or takes them, then decides, renders, validates and writes a bundle')
            [CompletionResult]::new('decide', 'decide', [CompletionResultType]::ParameterValue, 'Walks the decision tree and explains its choice')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Brings a bundle up to date with its edited answers, without losing hand edits')
            [CompletionResult]::new('cluster', 'cluster', [CompletionResultType]::ParameterValue, 'Files of facts about a cluster')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explains a question, rule, controller, preset or known image; without an ID, lists them all')
            [CompletionResult]::new('why', 'why', [CompletionResultType]::ParameterValue, 'Says why a line of a bundle is there, and what breaks without it')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Prints a JSON Schema')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Prints shell completions')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Prints a manual page')
            break
        }
        'kwgen;new' {
            [CompletionResult]::new('--answers', '--answers', [CompletionResultType]::ParameterName, 'Answers file, - for stdin')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Sets any answer; the value is YAML')
            [CompletionResult]::new('--preset', '--preset', [CompletionResultType]::ParameterName, 'Starts from a preset [values: web, worker, database, log-agent, batch-job, scheduled-job]')
            [CompletionResult]::new('--accept', '--accept', [CompletionResultType]::ParameterName, 'Accepts an exception to a rule, with its reason')
            [CompletionResult]::new('--image-config', '--image-config', [CompletionResultType]::ParameterName, 'JSON of `docker image inspect` or `crane config`, - for stdin')
            [CompletionResult]::new('--dockerfile', '--dockerfile', [CompletionResultType]::ParameterName, 'Dockerfile to propose values from')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'File of environment variables, one KEY=VALUE per line')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the report [values: text, json]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the report [values: text, json]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'What is the service called? [e.g. payments]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Which namespace does it run in? [e.g. payments]')
            [CompletionResult]::new('--own-namespace', '--own-namespace', [CompletionResultType]::ParameterName, 'Should kwgen write the namespace too? [e.g. true] [values: true, false]')
            [CompletionResult]::new('--part-of', '--part-of', [CompletionResultType]::ParameterName, 'Which system is it part of? [e.g. shop]')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Which team is on call for it? [e.g. team-pay]')
            [CompletionResult]::new('--image', '--image', [CompletionResultType]::ParameterName, 'Which image does it run? [e.g. registry.example.com/shop/payments:1.4.2]')
            [CompletionResult]::new('--image-pull-secret', '--image-pull-secret', [CompletionResultType]::ParameterName, 'Which Secrets does it use to pull the image? [e.g. acr-pull]')
            [CompletionResult]::new('--stateful', '--stateful', [CompletionResultType]::ParameterName, 'Must each replica keep its own files or its own name? [e.g. true] [values: true, false]')
            [CompletionResult]::new('--per-node', '--per-node', [CompletionResultType]::ParameterName, 'Must it run once on every node? [e.g. true] [values: true, false]')
            [CompletionResult]::new('--batch', '--batch', [CompletionResultType]::ParameterName, 'Does it end by itself when its work is done? [e.g. true] [values: true, false]')
            [CompletionResult]::new('--schedule', '--schedule', [CompletionResultType]::ParameterName, 'When does it run? (empty: once) [e.g. 0 2 * * *]')
            [CompletionResult]::new('--time-zone', '--time-zone', [CompletionResultType]::ParameterName, 'Which time zone is the schedule in? [e.g. Asia/Shanghai]')
            [CompletionResult]::new('--controller', '--controller', [CompletionResultType]::ParameterName, 'Force a controller, against the decision tree? [e.g. Deployment] [values: Deployment, StatefulSet, DaemonSet, Job, CronJob]')
            [CompletionResult]::new('--runtime', '--runtime', [CompletionResultType]::ParameterName, 'What is it written in? [e.g. jvm] [values: jvm, node, python, go, dotnet, other]')
            [CompletionResult]::new('--command', '--command', [CompletionResultType]::ParameterName, 'Which command replaces the image''s ENTRYPOINT? [e.g. payments]')
            [CompletionResult]::new('--arg', '--arg', [CompletionResultType]::ParameterName, 'Which arguments replace the image''s CMD? [e.g. --verbose]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Which environment variables does it need? [e.g. LOG_LEVEL=info]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Which configuration files does it need? [e.g. app.yaml=level:info]')
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'Which Secrets does it read as files? [e.g. payments-db]')
            [CompletionResult]::new('--secret-env', '--secret-env', [CompletionResultType]::ParameterName, 'Which variables come from a Secret? [e.g. DB_PASSWORD=payments-db:password]')
            [CompletionResult]::new('--run-as-user', '--run-as-user', [CompletionResultType]::ParameterName, 'Which user id does it run as? [e.g. 10001]')
            [CompletionResult]::new('--writable-path', '--writable-path', [CompletionResultType]::ParameterName, 'Which paths does it write to? [e.g. /var/cache/nginx=512Mi]')
            [CompletionResult]::new('--host-path', '--host-path', [CompletionResultType]::ParameterName, 'Which paths on the node does it read? [e.g. /var/log/pods]')
            [CompletionResult]::new('--grace', '--grace', [CompletionResultType]::ParameterName, 'How many seconds does it need to stop? [e.g. 45s]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Which ports does it listen on? [e.g. http:8080] [values: none]')
            [CompletionResult]::new('--caller', '--caller', [CompletionResultType]::ParameterName, 'Who calls it? [e.g. checkout@shop] [values: namespace, any, none]')
            [CompletionResult]::new('--node-local', '--node-local', [CompletionResultType]::ParameterName, 'Do callers use the agent of their own node only? [e.g. true] [values: true, false]')
            [CompletionResult]::new('--dependency', '--dependency', [CompletionResultType]::ParameterName, 'What does it call? [e.g. ledger@ledger:8080] [values: any, none]')
            [CompletionResult]::new('--metrics-port', '--metrics-port', [CompletionResultType]::ParameterName, 'Which port serves its metrics? [e.g. 9090] [values: none]')
            [CompletionResult]::new('--readiness', '--readiness', [CompletionResultType]::ParameterName, 'How does it show that it can serve? [e.g. /ready] [values: none]')
            [CompletionResult]::new('--liveness', '--liveness', [CompletionResultType]::ParameterName, 'How does it show that it must be restarted? [e.g. /live] [values: none]')
            [CompletionResult]::new('--slow-start', '--slow-start', [CompletionResultType]::ParameterName, 'Does it take more than a minute to start? [e.g. true] [values: true, false]')
            [CompletionResult]::new('--startup', '--startup', [CompletionResultType]::ParameterName, 'How does it show that it has started? [e.g. /live] [values: none]')
            [CompletionResult]::new('--storage', '--storage', [CompletionResultType]::ParameterName, 'Which data must survive a restart? [e.g. 20Gi@/data]')
            [CompletionResult]::new('--autoscale', '--autoscale', [CompletionResultType]::ParameterName, 'Should the load decide how many replicas run? [e.g. 3..12@70%] [values: none]')
            [CompletionResult]::new('--replicas', '--replicas', [CompletionResultType]::ParameterName, 'How many replicas? [e.g. 3]')
            [CompletionResult]::new('--cpu', '--cpu', [CompletionResultType]::ParameterName, 'How much CPU does it normally need? [e.g. 250m]')
            [CompletionResult]::new('--cpu-limit', '--cpu-limit', [CompletionResultType]::ParameterName, 'How much CPU may it use at most? [e.g. 1]')
            [CompletionResult]::new('--memory', '--memory', [CompletionResultType]::ParameterName, 'How much memory does it need? [e.g. 512Mi]')
            [CompletionResult]::new('--ephemeral-storage', '--ephemeral-storage', [CompletionResultType]::ParameterName, 'How much local disk do logs and temporary files take? [e.g. 1Gi]')
            [CompletionResult]::new('--ordered', '--ordered', [CompletionResultType]::ParameterName, 'Must replicas start one after the other? [e.g. false] [values: true, false]')
            [CompletionResult]::new('--architecture', '--architecture', [CompletionResultType]::ParameterName, 'Which processors is the image built for? [e.g. arm64] [values: amd64, arm64, both, none]')
            [CompletionResult]::new('--priority-class', '--priority-class', [CompletionResultType]::ParameterName, 'Which PriorityClass does it have? [e.g. business-high] [values: none]')
            [CompletionResult]::new('--completions', '--completions', [CompletionResultType]::ParameterName, 'How many pods must succeed? [e.g. 10]')
            [CompletionResult]::new('--parallelism', '--parallelism', [CompletionResultType]::ParameterName, 'How many pods run at once? [e.g. 2]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'How often is it retried after a failure? [e.g. 3]')
            [CompletionResult]::new('--deadline', '--deadline', [CompletionResultType]::ParameterName, 'How long may one run take? [e.g. 1h]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'What if the previous run is not done yet? [e.g. Forbid] [values: Forbid, Allow, Replace]')
            [CompletionResult]::new('--start-deadline', '--start-deadline', [CompletionResultType]::ParameterName, 'How late may a missed run still start? [e.g. 1h]')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'How many finished runs are kept? (succeeded/failed) [e.g. 3/3]')
            [CompletionResult]::new('--delivery', '--delivery', [CompletionResultType]::ParameterName, 'Who applies the manifests? [e.g. argocd] [values: apply, flux, argocd]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'How long is a finished Job kept? [e.g. 1d]')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Which cluster does it run on? [e.g. clusters/ack-hangzhou.yaml] [values: none]')
            [CompletionResult]::new('--kubernetes-version', '--kubernetes-version', [CompletionResultType]::ParameterName, 'Which Kubernetes version is it for? [e.g. 1.35]')
            [CompletionResult]::new('--prose-lang', '--prose-lang', [CompletionResultType]::ParameterName, 'Which language are comments and README in? [e.g. zh-CN] [values: en, zh-CN]')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'Directory of the bundle [default: ./NAME]')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Which environment --stdout prints, where there are several')
            [CompletionResult]::new('--environment', '--environment', [CompletionResultType]::ParameterName, 'Which environment --stdout prints, where there are several')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of prompts and messages [values: en, zh-CN]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [values: auto, always, never]')
            [CompletionResult]::new('--non-interactive', '--non-interactive', [CompletionResultType]::ParameterName, 'Never asks; a missing answer is an error')
            [CompletionResult]::new('--stdout', '--stdout', [CompletionResultType]::ParameterName, 'Prints the Kubernetes objects instead of writing files')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Shows what would be written')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Shows the changes as a diff')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Overwrites files that were edited or not written by kwgen')
            [CompletionResult]::new('--no-guess', '--no-guess', [CompletionResultType]::ParameterName, 'Refuses defaults that may be wrong')
            [CompletionResult]::new('--print-answers', '--print-answers', [CompletionResultType]::ParameterName, 'Prints every effective answer with its origin')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Prints help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Prints help')
            break
        }
        'kwgen;decide' {
            [CompletionResult]::new('--answers', '--answers', [CompletionResultType]::ParameterName, 'Answers file, - for stdin')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Sets any answer; the value is YAML')
            [CompletionResult]::new('--preset', '--preset', [CompletionResultType]::ParameterName, 'Starts from a preset [values: web, worker, database, log-agent, batch-job, scheduled-job]')
            [CompletionResult]::new('--accept', '--accept', [CompletionResultType]::ParameterName, 'Accepts an exception to a rule, with its reason')
            [CompletionResult]::new('--image-config', '--image-config', [CompletionResultType]::ParameterName, 'JSON of `docker image inspect` or `crane config`, - for stdin')
            [CompletionResult]::new('--dockerfile', '--dockerfile', [CompletionResultType]::ParameterName, 'Dockerfile to propose values from')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'File of environment variables, one KEY=VALUE per line')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'What is the service called? [e.g. payments]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Which namespace does it run in? [e.g. payments]')
            [CompletionResult]::new('--own-namespace', '--own-namespace', [CompletionResultType]::ParameterName, 'Should kwgen write the namespace too? [e.g. true] [values: true, false]')
            [CompletionResult]::new('--part-of', '--part-of', [CompletionResultType]::ParameterName, 'Which system is it part of? [e.g. shop]')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Which team is on call for it? [e.g. team-pay]')
            [CompletionResult]::new('--image', '--image', [CompletionResultType]::ParameterName, 'Which image does it run? [e.g. registry.example.com/shop/payments:1.4.2]')
            [CompletionResult]::new('--image-pull-secret', '--image-pull-secret', [CompletionResultType]::ParameterName, 'Which Secrets does it use to pull the image? [e.g. acr-pull]')
            [CompletionResult]::new('--stateful', '--stateful', [CompletionResultType]::ParameterName, 'Must each replica keep its own files or its own name? [e.g. true] [values: true, false]')
            [CompletionResult]::new('--per-node', '--per-node', [CompletionResultType]::ParameterName, 'Must it run once on every node? [e.g. true] [values: true, false]')
            [CompletionResult]::new('--batch', '--batch', [CompletionResultType]::ParameterName, 'Does it end by itself when its work is done? [e.g. true] [values: true, false]')
            [CompletionResult]::new('--schedule', '--schedule', [CompletionResultType]::ParameterName, 'When does it run? (empty: once) [e.g. 0 2 * * *]')
            [CompletionResult]::new('--time-zone', '--time-zone', [CompletionResultType]::ParameterName, 'Which time zone is the schedule in? [e.g. Asia/Shanghai]')
            [CompletionResult]::new('--controller', '--controller', [CompletionResultType]::ParameterName, 'Force a controller, against the decision tree? [e.g. Deployment] [values: Deployment, StatefulSet, DaemonSet, Job, CronJob]')
            [CompletionResult]::new('--runtime', '--runtime', [CompletionResultType]::ParameterName, 'What is it written in? [e.g. jvm] [values: jvm, node, python, go, dotnet, other]')
            [CompletionResult]::new('--command', '--command', [CompletionResultType]::ParameterName, 'Which command replaces the image''s ENTRYPOINT? [e.g. payments]')
            [CompletionResult]::new('--arg', '--arg', [CompletionResultType]::ParameterName, 'Which arguments replace the image''s CMD? [e.g. --verbose]')
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Which environment variables does it need? [e.g. LOG_LEVEL=info]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Which configuration files does it need? [e.g. app.yaml=level:info]')
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'Which Secrets does it read as files? [e.g. payments-db]')
            [CompletionResult]::new('--secret-env', '--secret-env', [CompletionResultType]::ParameterName, 'Which variables come from a Secret? [e.g. DB_PASSWORD=payments-db:password]')
            [CompletionResult]::new('--run-as-user', '--run-as-user', [CompletionResultType]::ParameterName, 'Which user id does it run as? [e.g. 10001]')
            [CompletionResult]::new('--writable-path', '--writable-path', [CompletionResultType]::ParameterName, 'Which paths does it write to? [e.g. /var/cache/nginx=512Mi]')
            [CompletionResult]::new('--host-path', '--host-path', [CompletionResultType]::ParameterName, 'Which paths on the node does it read? [e.g. /var/log/pods]')
            [CompletionResult]::new('--grace', '--grace', [CompletionResultType]::ParameterName, 'How many seconds does it need to stop? [e.g. 45s]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Which ports does it listen on? [e.g. http:8080] [values: none]')
            [CompletionResult]::new('--caller', '--caller', [CompletionResultType]::ParameterName, 'Who calls it? [e.g. checkout@shop] [values: namespace, any, none]')
            [CompletionResult]::new('--node-local', '--node-local', [CompletionResultType]::ParameterName, 'Do callers use the agent of their own node only? [e.g. true] [values: true, false]')
            [CompletionResult]::new('--dependency', '--dependency', [CompletionResultType]::ParameterName, 'What does it call? [e.g. ledger@ledger:8080] [values: any, none]')
            [CompletionResult]::new('--metrics-port', '--metrics-port', [CompletionResultType]::ParameterName, 'Which port serves its metrics? [e.g. 9090] [values: none]')
            [CompletionResult]::new('--readiness', '--readiness', [CompletionResultType]::ParameterName, 'How does it show that it can serve? [e.g. /ready] [values: none]')
            [CompletionResult]::new('--liveness', '--liveness', [CompletionResultType]::ParameterName, 'How does it show that it must be restarted? [e.g. /live] [values: none]')
            [CompletionResult]::new('--slow-start', '--slow-start', [CompletionResultType]::ParameterName, 'Does it take more than a minute to start? [e.g. true] [values: true, false]')
            [CompletionResult]::new('--startup', '--startup', [CompletionResultType]::ParameterName, 'How does it show that it has started? [e.g. /live] [values: none]')
            [CompletionResult]::new('--storage', '--storage', [CompletionResultType]::ParameterName, 'Which data must survive a restart? [e.g. 20Gi@/data]')
            [CompletionResult]::new('--autoscale', '--autoscale', [CompletionResultType]::ParameterName, 'Should the load decide how many replicas run? [e.g. 3..12@70%] [values: none]')
            [CompletionResult]::new('--replicas', '--replicas', [CompletionResultType]::ParameterName, 'How many replicas? [e.g. 3]')
            [CompletionResult]::new('--cpu', '--cpu', [CompletionResultType]::ParameterName, 'How much CPU does it normally need? [e.g. 250m]')
            [CompletionResult]::new('--cpu-limit', '--cpu-limit', [CompletionResultType]::ParameterName, 'How much CPU may it use at most? [e.g. 1]')
            [CompletionResult]::new('--memory', '--memory', [CompletionResultType]::ParameterName, 'How much memory does it need? [e.g. 512Mi]')
            [CompletionResult]::new('--ephemeral-storage', '--ephemeral-storage', [CompletionResultType]::ParameterName, 'How much local disk do logs and temporary files take? [e.g. 1Gi]')
            [CompletionResult]::new('--ordered', '--ordered', [CompletionResultType]::ParameterName, 'Must replicas start one after the other? [e.g. false] [values: true, false]')
            [CompletionResult]::new('--architecture', '--architecture', [CompletionResultType]::ParameterName, 'Which processors is the image built for? [e.g. arm64] [values: amd64, arm64, both, none]')
            [CompletionResult]::new('--priority-class', '--priority-class', [CompletionResultType]::ParameterName, 'Which PriorityClass does it have? [e.g. business-high] [values: none]')
            [CompletionResult]::new('--completions', '--completions', [CompletionResultType]::ParameterName, 'How many pods must succeed? [e.g. 10]')
            [CompletionResult]::new('--parallelism', '--parallelism', [CompletionResultType]::ParameterName, 'How many pods run at once? [e.g. 2]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'How often is it retried after a failure? [e.g. 3]')
            [CompletionResult]::new('--deadline', '--deadline', [CompletionResultType]::ParameterName, 'How long may one run take? [e.g. 1h]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'What if the previous run is not done yet? [e.g. Forbid] [values: Forbid, Allow, Replace]')
            [CompletionResult]::new('--start-deadline', '--start-deadline', [CompletionResultType]::ParameterName, 'How late may a missed run still start? [e.g. 1h]')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'How many finished runs are kept? (succeeded/failed) [e.g. 3/3]')
            [CompletionResult]::new('--delivery', '--delivery', [CompletionResultType]::ParameterName, 'Who applies the manifests? [e.g. argocd] [values: apply, flux, argocd]')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'How long is a finished Job kept? [e.g. 1d]')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Which cluster does it run on? [e.g. clusters/ack-hangzhou.yaml] [values: none]')
            [CompletionResult]::new('--kubernetes-version', '--kubernetes-version', [CompletionResultType]::ParameterName, 'Which Kubernetes version is it for? [e.g. 1.35]')
            [CompletionResult]::new('--prose-lang', '--prose-lang', [CompletionResultType]::ParameterName, 'Which language are comments and README in? [e.g. zh-CN] [values: en, zh-CN]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the report [values: text, json, mermaid]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the report [values: text, json, mermaid]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of prompts and messages [values: en, zh-CN]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [values: auto, always, never]')
            [CompletionResult]::new('--non-interactive', '--non-interactive', [CompletionResultType]::ParameterName, 'Never asks; a missing answer is an error')
            [CompletionResult]::new('--tree', '--tree', [CompletionResultType]::ParameterName, 'Draws the tree')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Prints help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Prints help')
            break
        }
        'kwgen;update' {
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Cluster file to use in this run instead of the one kwgen.yaml names')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the report [values: text, json]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the report [values: text, json]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of prompts and messages [values: en, zh-CN]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [values: auto, always, never]')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Shows what would be written')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Only checks whether the bundle is current')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Shows the changes as a diff')
            [CompletionResult]::new('--keep-edited', '--keep-edited', [CompletionResultType]::ParameterName, 'Keeps files that were edited, writes the rest')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Overwrites files that were edited or not written by kwgen')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Prints help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Prints help')
            break
        }
        'kwgen;cluster' {
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of prompts and messages [values: en, zh-CN]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Prints help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Prints help')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Write the file of a cluster, filled from a snapshot')
            break
        }
        'kwgen;cluster;new' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Snapshot to read, - for stdin')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'Folder to write NAME.yaml to; clusters, unless it is said')
            [CompletionResult]::new('--prose-lang', '--prose-lang', [CompletionResultType]::ParameterName, 'Language of its comments; en, unless it is said [values: en, zh-CN]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the report [values: text, json]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the report [values: text, json]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of prompts and messages [values: en, zh-CN]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [values: auto, always, never]')
            [CompletionResult]::new('--stdout', '--stdout', [CompletionResultType]::ParameterName, 'Print the file instead of writing it')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Overwrite a file that is there')
            [CompletionResult]::new('--non-interactive', '--non-interactive', [CompletionResultType]::ParameterName, 'Never asks; a missing answer is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Prints help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Prints help')
            break
        }
        'kwgen;explain' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the report [values: text, json]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the report [values: text, json]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of prompts and messages [values: en, zh-CN]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Prints help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Prints help')
            break
        }
        'kwgen;why' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Format of the report [values: text, json]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Format of the report [values: text, json]')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of prompts and messages [values: en, zh-CN]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Prints help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Prints help')
            break
        }
        'kwgen;schema' {
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of prompts and messages [values: en, zh-CN]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Prints help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Prints help')
            break
        }
        'kwgen;completions' {
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of prompts and messages [values: en, zh-CN]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Prints help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Prints help')
            break
        }
        'kwgen;man' {
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Language of prompts and messages [values: en, zh-CN]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Prints help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Prints help')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
