/** A release of k6: its version and the SHA-256 of its archives by system, as "linux-amd64". */
export interface K6Release {
  readonly version: string;
  readonly sha256: Readonly<Record<string, string>>;
}

/** One downloadable archive; the k6 in it lies in `folder`. */
export interface K6Archive {
  readonly file: string;
  readonly folder: string;
  readonly sha256: string;
}

/** The release that the lab was tried with; tools/go.mod pins the same version. */
export const pinnedRelease: K6Release = {
  version: 'v2.2.0',
  sha256: {
    'linux-amd64': 'b5a8003c86f35f5cd5ceef1490312c48e587696c94d998cefc6d7b3b4cb1597d',
    'linux-arm64': '4ecd64cadcc792402d16293836115480419c4447c032858f564852d98f1bf54c',
    'macos-amd64': '45a08590511c8a6a9c6331645e60c41624924e848e29472e87c60ac956d50372',
    'macos-arm64': '37a028506bf13578de66c906296803775df28cc2504b1a8c5d786b2803e757c7',
  },
};

const platformNames: Partial<Record<string, string>> = { linux: 'linux', darwin: 'macos' };
const architectureNames: Partial<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/**
 * The archive of a release for a system, by Node's names for platform and architecture.
 * @throws Error when the release has none for it
 */
export function archiveFor(
  { version, sha256 }: K6Release,
  platform: string = process.platform,
  architecture: string = process.arch,
): K6Archive {
  const system = `${platformNames[platform]}-${architectureNames[architecture]}`;
  const checksum = sha256[system];
  if (checksum === undefined)
    throw new Error(`k6 ${version} has no archive for ${platform} on ${architecture}`);
  const folder = `k6-${version}-${system}`;
  return { file: `${folder}.${platform === 'linux' ? 'tar.gz' : 'zip'}`, folder, sha256: checksum };
}
