// The machine conformance suite in containers of a real engine.
import { afterAll, it } from 'vitest';
import { machineConformance } from '#tests/conformance/machine.ts';
import { openTestEngine } from '#tests/support/docker-engine.ts';
import { openDockerStage } from '#tests/support/docker-stage.ts';

const engine = await openTestEngine();
if (typeof engine === 'string') {
  it('docker machine: conformance', (context) => context.skip(true, engine));
} else {
  afterAll(() => engine.stop());
  machineConformance('docker machine', () => openDockerStage(engine));
}
