import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findEngineAddresses } from './find-engine.ts';

async function homeWithContext(name: string, host: unknown): Promise<string> {
  const home = await fs.mkdtemp(path.join(tmpdir(), 'gatehouse-engine-'));
  onTestFinished(() => fs.rm(home, { recursive: true, force: true }));
  const id = createHash('sha256').update(name).digest('hex');
  const folder = path.join(home, '.docker/contexts/meta', id);
  await fs.mkdir(folder, { recursive: true });
  await fs.writeFile(path.join(home, '.docker/config.json'), JSON.stringify({ currentContext: name }));
  await fs.writeFile(path.join(folder, 'meta.json'), JSON.stringify({ Endpoints: { docker: { Host: host } } }));
  return home;
}

describe('the address of the engine', () => {
  it('is DOCKER_HOST, if that is set, and no other', async () => {
    const found = await findEngineAddresses({ DOCKER_HOST: 'unix:///run/mine.sock', HOME: '/nobody' });
    expect(found).toEqual([{ socketPath: '/run/mine.sock', source: 'DOCKER_HOST' }]);
  });

  it('is that of the current Docker context', async () => {
    const home = await homeWithContext('colima', 'unix:///home/me/.colima/docker.sock');
    expect(await findEngineAddresses({ HOME: home })).toEqual([
      { socketPath: '/home/me/.colima/docker.sock', source: 'the Docker context "colima"' },
    ]);
  });

  it('is searched for at the sockets of Docker and Podman otherwise', async () => {
    const found = await findEngineAddresses({ HOME: '/home/me', XDG_RUNTIME_DIR: '/run/user/1000' });
    const sockets = found.map(({ socketPath }) => socketPath);
    expect(sockets[0]).toBe('/var/run/docker.sock');
    expect(sockets).toContain('/run/user/1000/docker.sock');
    expect(sockets).toContain('/run/user/1000/podman/podman.sock');
    expect(sockets).toContain('/home/me/.docker/run/docker.sock');
  });

  it.each(['tcp://192.168.1.5:2375', 'ssh://me@server', 'unix://relative.sock', 'nonsense'])(
    'is rejected if it is on another computer or invalid: %s',
    async (host) => {
      await expect(findEngineAddresses({ DOCKER_HOST: host })).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('DOCKER_HOST'),
      });
    },
  );

  it('says that a context is missing', async () => {
    const home = await homeWithContext('gone', 7);
    await expect(findEngineAddresses({ HOME: home })).rejects.toMatchObject({
      message: expect.stringContaining('The Docker context "gone" doesn\'t exist'),
    });
  });
});
