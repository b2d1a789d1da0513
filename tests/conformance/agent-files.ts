// Conformance suite of a store, agent files.
import { expect, it } from 'vitest';
import { KEPT_VERSIONS } from '#core/ports/agent-files.ts';
import type { Store } from '#core/ports/store.ts';
import { testPrincipal } from '../support/core/test-principal.ts';

const T0 = Date.UTC(2026, 10, 21, 8, 0, 0);

/** Registers the tests of agent file versions. */
export function agentFileConformance(store: () => Store): void {
  it('keeps a limited number of agent file versions, newest first, and the newest accepted one', async () => {
    const { agentFiles, audit } = store();
    const draft = (name: 'SOUL.md' | 'USER.md', content: string, accepted = true) => ({
      agentId: 'main',
      name,
      content,
      hash: `hash of ${content}`,
      size: content.length,
      accepted,
      savedAtMs: T0,
      savedBy: accepted ? 'me' : 'found',
    });
    const note = { by: testPrincipal('test'), action: 'agent.file.saved', subject: 'main', details: {} };
    await agentFiles.add([draft('SOUL.md', 'lay there', false), draft('SOUL.md', 'mine')], note);
    await agentFiles.add([draft('USER.md', 'about me')], note);
    await agentFiles.add([draft('SOUL.md', 'lay there again', false)], note);
    const versions = await agentFiles.versions('main', 'SOUL.md');
    expect(versions.map(({ hash, accepted }) => [hash, accepted])).toEqual([
      ['hash of lay there again', false],
      ['hash of mine', true],
      ['hash of lay there', false],
    ]);
    const [newest, mine] = versions;
    expect(await agentFiles.version('main', 'SOUL.md', mine?.id ?? 0)).toEqual({ ...mine, content: 'mine' });
    expect(await agentFiles.version('main', 'USER.md', newest?.id ?? 0)).toBeUndefined();
    expect(await agentFiles.version('other', 'SOUL.md', mine?.id ?? 0)).toBeUndefined();
    expect(await agentFiles.accepted('main')).toEqual(
      new Map([
        ['SOUL.md', 'hash of mine'],
        ['USER.md', 'hash of about me'],
      ]),
    );
    expect(await audit.list({ limit: 9, action: 'agent.file.saved' })).toHaveLength(3);
    await agentFiles.add(
      Array.from({ length: KEPT_VERSIONS + 5 }, (_, index) => draft('SOUL.md', `${index}`)),
      note,
    );
    const kept = await agentFiles.versions('main', 'SOUL.md');
    expect([kept.length, kept[0]?.hash]).toEqual([KEPT_VERSIONS, `hash of ${KEPT_VERSIONS + 4}`]);
    expect(await agentFiles.versions('main', 'USER.md')).toHaveLength(1);
  });
}
