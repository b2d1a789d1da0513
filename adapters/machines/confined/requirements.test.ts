import { describe, expect, it } from 'vitest';
import { describeBubblewrapFailure, findPrograms } from './requirements.ts';

describe('requirements of confinement', () => {
  it('name the package to install', async () => {
    await expect(findPrograms('', false, '')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/bwrap isn't installed. Install the package bubblewrap./),
    });
  });

  it.each([
    ['bwrap: Creating new namespace failed: Operation not permitted', /user namespaces.*sysctl/],
    ['bwrap: setting up uid map: Permission denied', /user namespaces.*AppArmor/],
    ["bwrap: Can't mount proc on /newroot/proc: Operation not permitted", /allow that container to mount/],
    ['bwrap: something else', /bubblewrap failed \(bwrap: something else\)/],
  ])('explain %s', (output, message) => {
    expect(describeBubblewrapFailure(output)).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(message),
    });
  });
});
