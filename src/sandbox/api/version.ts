/** The Kubernetes version that the sandbox says to be, wherever it is asked. */
export const kubernetesVersion = 'v1.35.2'

/** What `/version` answers (apimachinery/pkg/version/types.go). */
export const versionInfo = {
  major: '1',
  minor: '35',
  gitVersion: kubernetesVersion,
  gitCommit: '0000000000000000000000000000000000000000',
  gitTreeState: 'clean',
  buildDate: '2025-12-17T00:00:00Z',
  goVersion: 'go1.25.5',
  compiler: 'gc',
  platform: 'linux/amd64'
}
