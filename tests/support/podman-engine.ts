// Podman with the API of Docker, for tests.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openTestEngine, type TestEngine } from './docker-engine.ts';

/** For containers without limits of their own. Both values are the same: Podman 4.3 mixes them up. */
const SETTINGS = '[containers]\ndefault_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]\n';

/** Starts Podman's service, or returns why that is impossible. */
export function openPodmanEngine(): Promise<TestEngine | string> {
  return openTestEngine({
    file: '/usr/bin/podman',
    package: 'podman runc',
    arguments: (folder) => [
      '--runtime=runc',
      '--storage-driver=vfs',
      '--cgroup-manager=cgroupfs',
      '--events-backend=file',
      `--root=${folder}/data`,
      `--runroot=${folder}/exec`,
      `--tmpdir=${folder}/tmp`,
      'system',
      'service',
      '--time=0',
      `unix://${folder}/docker.sock`,
    ],
    prepare: async (folder) => {
      const file = path.join(folder, 'containers.conf');
      await writeFile(file, SETTINGS);
      return { CONTAINERS_CONF: file };
    },
  });
}
