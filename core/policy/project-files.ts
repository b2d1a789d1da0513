// Files that build tools and task runners run without being told.
import { wordSet } from './programs.ts';

const MAKE = ['GNUmakefile', 'makefile', 'Makefile'];
const COMPOSE = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

/** The files by program. */
export const PROJECT_FILES: Readonly<Record<string, readonly string[]>> = {
  make: MAKE,
  gmake: MAKE,
  bmake: ['BSDmakefile', ...MAKE],
  just: ['justfile', 'Justfile', '.justfile'],
  task: ['Taskfile.yml', 'Taskfile.yaml', 'taskfile.yml', 'taskfile.yaml'],
  ninja: ['build.ninja'],
  cmake: ['CMakeLists.txt', 'CMakePresets.json'],
  meson: ['meson.build'],
  scons: ['SConstruct'],
  bazel: ['WORKSPACE', 'MODULE.bazel', 'BUILD', 'BUILD.bazel'],
  rake: ['Rakefile', 'rakefile', 'Rakefile.rb'],
  bundle: ['Gemfile', 'Rakefile'],
  cargo: ['Cargo.toml', 'build.rs'],
  gradle: ['build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts'],
  gradlew: ['build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts'],
  mvn: ['pom.xml'],
  mvnw: ['pom.xml'],
  ant: ['build.xml'],
  sbt: ['build.sbt'],
  mix: ['mix.exs'],
  composer: ['composer.json'],
  deno: ['deno.json', 'deno.jsonc'],
  docker: ['Dockerfile', ...COMPOSE],
  podman: ['Containerfile', 'Dockerfile', ...COMPOSE],
  'docker-compose': COMPOSE,
  'podman-compose': COMPOSE,
  vagrant: ['Vagrantfile'],
  tox: ['tox.ini', 'pyproject.toml', 'setup.cfg', 'setup.py'],
  nox: ['noxfile.py'],
  invoke: ['tasks.py'],
  inv: ['tasks.py'],
  fab: ['fabfile.py'],
  pytest: ['conftest.py', 'pytest.ini', 'pyproject.toml'],
  pip: ['setup.py', 'pyproject.toml'],
  pip3: ['setup.py', 'pyproject.toml'],
  poetry: ['pyproject.toml'],
  uv: ['pyproject.toml'],
  pdm: ['pyproject.toml'],
  hatch: ['pyproject.toml'],
  pipenv: ['Pipfile'],
  grunt: ['Gruntfile.js', 'Gruntfile.cjs'],
  gulp: ['gulpfile.js', 'gulpfile.mjs', 'gulpfile.cjs'],
  turbo: ['turbo.json'],
  nx: ['nx.json', 'project.json'],
  lerna: ['lerna.json'],
  foreman: ['Procfile'],
  overmind: ['Procfile'],
};

/** Programs that run scripts of `package.json`. */
export const PACKAGE_RUNNERS: ReadonlySet<string> = wordSet(
  'npm pnpm yarn bun npx pnpx bunx lerna turbo nx corepack concurrently run-s run-p npm-run-all wireit',
);
