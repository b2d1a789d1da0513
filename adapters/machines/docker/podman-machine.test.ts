// The machine conformance suite in containers of Podman. Continuous integration doesn't install it.
import { afterAll, it } from 'vitest';
import { machineConformance } from '#tests/conformance/machine.ts';
import { openPodmanEngine } from '#tests/support/podman-engine.ts';
import { openDockerStage } from '#tests/support/docker-stage.ts';

const engine = await openPodmanEngine();
if (typeof engine === 'string') {
  it('podman machine: conformance', (context) => context.skip(true, engine));
} else {
  afterAll(() => engine.stop());
  machineConformance('podman machine', () => openDockerStage(engine));
}
