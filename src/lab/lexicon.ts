/** First words that make a line a command wherever it stands: no English sentence and no output begins with them. */
const strong = new Set(
  (
    'kubectl helm git docker minikube kind k3d kubeadm kustomize oc eksctl gcloud aws az doctl ibmcloud curl wget openssl ' +
    'podman nerdctl crictl istioctl stern kubectx kubens skaffold jq yq sudo ssh scp redis-cli redis-server mysql psql ' +
    'kubewalk'
  ).split(' ')
)

/** First words of commands that are also words of output or prose; they count in blocks that look like a shell's. */
const weak = new Set(
  (
    'cd ls cat echo export alias source mkdir rm cp mv touch chmod chown vi vim nano watch sleep ping nslookup dig exit ' +
    'unset pwd printf tail head grep sed awk tee tar unzip yum apt apt-get dnf brew snap pip pip3 npm go make systemctl ' +
    'service ssh-keygen base64 hostname whoami env printenv less more diff tree open code telnet nc ab hey siege envsubst ' +
    'kill pkill journalctl uname ip ifconfig cfssl useradd adduser terraform ansible-playbook ansible vagrant'
  ).split(' ')
)

const assignment = /^([A-Za-z_]\w*)=(\$\(|`|"|'|\S*(\s|$))/

/** Languages whose blocks are not typed into a shell; only strong words make a command of their lines. */
const foreign = new Set(
  'yaml yml json go python py javascript js typescript ts dockerfile html xml toml ini diff java ruby rust c cpp sql'.split(
    ' '
  )
)

export function isForeignLanguage(language: string): boolean {
  return foreign.has(language)
}

/** Whether a line begins as a command does. */
export function startsCommand(line: string, strength: 'strong' | 'any'): boolean {
  const text = line.trim()
  const word = /^[\w./-]+/.exec(text)?.[0] ?? ''
  // kubectl's own warnings begin with its name: "kubectl run --generator=… is DEPRECATED and will be removed".
  if (/\bDEPRECATED\b|\bis deprecated\b|^kubectl controls /.test(text)) return false
  if (/^kubectl:? (is|was|has|will|can|and|or|version|reads|talks)\b/.test(text) && !/^kubectl version\b/.test(text))
    return false
  if (strong.has(word)) return /^[\w./-]+(\s|$)/.test(text)
  if (strength === 'strong') return false
  if (assignment.test(text)) return true
  if (weak.has(word)) return /^[\w./-]+(\s|$|;)/.test(text)
  if (/^(for \w+ in|while |until |if \[)/.test(text)) return true
  return (
    assignment.test(text) || /^\.{1,2}\/[\w.-]+/.test(text) || /^k (get|apply|create|delete|describe|run) /.test(text)
  )
}
