// Files that tools write: lock files, bundles, source maps, and generated code.

const NAMES: ReadonlySet<string> = new Set(
  `package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb deno.lock cargo.lock go.sum composer.lock
  gemfile.lock poetry.lock uv.lock pdm.lock pipfile.lock flake.lock packages.lock.json mix.lock pubspec.lock podfile.lock
  package.resolved gradle.lockfile .terraform.lock.hcl`.split(/\s+/),
);
const ENDINGS = [
  '.min.js',
  '.min.css',
  '.js.map',
  '.css.map',
  '.snap',
  '.pb.go',
  '_pb2.py',
  '_pb2_grpc.py',
  '.pb.cc',
  '.pb.h',
  '.g.dart',
  '.freezed.dart',
  '.designer.cs',
  '.generated.ts',
  '.generated.js',
  '.generated.cs',
  '_generated.go',
  '.gen.go',
  '.gen.ts',
];

/** Whether a file is usually written by a tool, by its name. */
export function isGenerated(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return NAMES.has(name) || ENDINGS.some((ending) => name.endsWith(ending));
}
