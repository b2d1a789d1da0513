import { describe, expect, it } from 'vitest';
import { FileError } from '#core/ports/machine.ts';
import { OutboundError } from '#core/ports/outbound.ts';
import { findRegistry, pullRecorded } from './record-pull.ts';

describe('the registry of an image', () => {
  it.each([
    ['node:24-bookworm', 'registry-1.docker.io', 443],
    ['library/node', 'registry-1.docker.io', 443],
    ['docker.io/library/node', 'registry-1.docker.io', 443],
    ['ghcr.io/owner/image:1', 'ghcr.io', 443],
    ['Registry.Example:5000/image@sha256:00', 'registry.example', 5000],
    ['localhost/image', 'localhost', 443],
    ['[::1]:5000/image', '[::1]', 5000],
  ])('of %s is %s:%i', (name, host, port) => {
    expect(findRegistry(name)).toEqual({ host, port });
  });
});

it('does not ask the engine for an image of a blocked registry', async () => {
  const engine = new Proxy(
    {},
    {
      get: (_target, name) => expect.fail(`the engine was asked for ${String(name)}`),
    },
  );
  const egress = {
    open: () => expect.fail('no proxy is needed'),
    recordUntracked: () => undefined,
    record: () => {
      throw new OutboundError('blocked', 'Connections to ghcr.io:443 are blocked.');
    },
  };
  // Never used.
  const unused = engine as Parameters<typeof pullRecorded>[0];
  const pulling = pullRecorded(unused, 'ghcr.io/a/b', () => undefined, { egress });
  await expect(pulling).rejects.toThrow(new FileError('unavailable', 'Connections to ghcr.io:443 are blocked.'));
});
