// Proves: AU-7
import { expect, it } from 'vitest';
import type { SetupActions } from '../engine/setup-facet.ts';
import { harness, type Harness } from '#tests/support/core/engine-harness.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

const toActions = ({ engine }: Harness): SetupActions => ({
  setProvider: (change) => engine.providers.set(change, testPrincipal('me')),
  choose: (choice) => engine.setup.choose(choice, testPrincipal('me')),
});

it('a wizard continues at its step after a restart, and stays canceled', async () => {
  const first = harness();
  const { id, question } = await first.engine.setup.startWizard('/work');
  expect(question?.id).toBe('provider');
  const provider = question?.options?.[0]?.value ?? '';
  const next = await first.engine.setup.continueWizard(
    id,
    { questionId: 'provider', value: provider },
    toActions(first),
  );
  expect(next.question?.id).not.toBe('provider');
  const { store } = first;
  const second = harness([], { store });
  expect(await second.engine.setup.wizardStatus(id)).toBe('running');
  const again = await second.engine.setup.continueWizard(id, undefined, toActions(second));
  expect(again.question).toEqual(next.question);
  expect(await second.engine.setup.cancelWizard(id)).toBe('canceled');
  const third = harness([], { store });
  expect(await third.engine.setup.wizardStatus(id)).toBe('canceled');
});

it('a stored wizard of another version is not found', async () => {
  const on = harness();
  await on.store.settings.set('setup.wizards', { old: { choices: { step: 'colors', workspace: '/' } }, broken: 7 });
  for (const id of ['old', 'broken'])
    await expect(on.engine.setup.wizardStatus(id)).rejects.toMatchObject({
      extras: { details: { code: 'WIZARD_NOT_FOUND' } },
    });
});
