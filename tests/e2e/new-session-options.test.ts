// What can be chosen for a new session and for several at once, and the keys that start, find, and rewind.
// Proves: AG-4, PP-4, UI-2
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { initRepository } from '#tests/support/git-repository.ts';
import { lastUserText, type ModelRequestRecord } from '#tests/support/model-server.ts';
import { closeBrowser, describeInBrowser, openReadyApp, type Stage } from './stage.ts';

afterAll(closeBrowser);

const systems: string[] = [];

function reply(request: ModelRequestRecord) {
  systems.push(JSON.stringify(request.body.system));
  return { steps: [{ say: `Answer to: ${lastUserText(request)}` }] };
}

async function connect(stage: Stage) {
  const { origin, token } = stage.host();
  const client = await connectTo(origin, token);
  const { hash } = await client.request('config.get', {});
  await client.request('config.patch', { raw: '{"titles":{"automatic":false}}', baseHash: hash });
  return client;
}

describeInBrowser('a new session', () => {
  it('gets the machine and the persona that were chosen on Home', async () => {
    const { stage, app } = await openReadyApp({ model: reply });
    const client = await connect(stage);
    await client.request('personas.create', { name: 'Guide', template: 'Guide through {place}.' });
    await app.button(t('composer.machineNamed', { name: t('composer.machineDefault') })).click();
    await app.page.getByRole('menuitem', { name: t('approvals.machine.host') }).click();
    await app.button(t('composer.machineNamed', { name: t('approvals.machine.host') })).waitFor();
    await app.button(t('composer.personaNamed', { name: t('personas.none') })).click();
    await app.page.getByRole('menuitem', { name: 'Guide' }).click();
    const dialog = app.page.getByRole('dialog', { name: 'Guide' });
    await dialog.getByLabel('place').fill('the harbor');
    await dialog.getByRole('button', { name: t('personas.use') }).click();
    await app.button(t('composer.personaNamed', { name: 'Guide' })).waitFor();
    await app.beginTask('Hello.');
    await app.conversation().getByText('Answer to: Hello.').waitFor();
    const { sessions } = await client.request('sessions.list', {});
    expect(sessions).toMatchObject([{ machine: 'host', persona: { name: 'Guide' } }]);
    expect(systems.at(-1)).toContain('Guide through the harbor.');
  });

  it('is sent to several agents with their thinking levels, and despite a secret only if the user insists', async () => {
    const { stage, app } = await openReadyApp({ model: reply });
    const client = await connect(stage);
    const base = await initRepository(stage.workspace);
    await base.put('notes.txt', 'beans\n');
    base.commit('First commit');
    await app.page.goto(`${stage.host().origin}/#/sessions/new`);
    await app.composer().fill(`Try the key ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}.`);
    await app.button(t('compare.several')).click();
    const dialog = app.page.getByRole('dialog');
    await dialog
      .getByRole('combobox', { name: t('compare.several.thinking') })
      .first()
      .click();
    await app.page.getByRole('option', { name: t('sessions.details.thinking.high') }).click();
    await dialog.getByRole('button', { name: t('compare.several.submit', { count: 2 }) }).click();
    await dialog.getByText(/^Not sent:/).waitFor();
    await dialog.getByRole('button', { name: t('transcript.sendAnyway') }).click();
    await app.page.getByRole('list', { name: t('compare.results') }).waitFor();
    const { dispatches } = await client.request('dispatches.list', {});
    expect(dispatches[0]?.entries.map(({ thinkingLevel }) => thinkingLevel)).toEqual(['high', undefined]);
  });

  it('starts in a new worktree with one key, unless the folder has no repository', async () => {
    const { stage, app } = await openReadyApp({ model: reply });
    await app.page.keyboard.press('Alt+Shift+n');
    await app.page.getByText(t('worktrees.place.noRepository')).first().waitFor();
    const base = await initRepository(stage.workspace);
    await base.put('notes.txt', 'beans\n');
    base.commit('First commit');
    await app.page.reload();
    await app.composer().waitFor();
    await app.page.keyboard.press('Alt+Shift+n');
    await app.button(t('worktrees.place.location', { place: t('worktrees.place.newWorktree') })).waitFor();
  });
});

describeInBrowser('keys', () => {
  it('find a file by name, show the changes, and go back to an earlier message with Escape twice', async () => {
    const { stage, app } = await openReadyApp({ model: reply });
    const client = await connect(stage);
    await app.beginTask('Hello.');
    await app.conversation().getByText('Answer to: Hello.').waitFor();
    const { sessions } = await client.request('sessions.list', {});
    const sessionKey = sessions[0]?.key ?? '';
    await client.request('sessions.files.set', { sessionKey, path: 'harbor.txt', content: 'x', expectedHash: '' });

    await app.page.keyboard.press('Control+p');
    const search = app.page.getByRole('combobox', { name: t('app.palette.filesLabel') });
    await app.page.getByText(t('app.palette.filesHint')).waitFor();
    await search.fill('harbor');
    await app.page.getByRole('option', { name: /harbor\.txt/ }).click();
    await app.page.getByRole('region', { name: t('files.file', { path: 'harbor.txt' }) }).waitFor();
    await app.page.keyboard.press('Control+Shift+G');
    await app.page.getByRole('radio', { name: t('files.changes'), checked: true }).waitFor();

    await app.composer().focus();
    await app.page.keyboard.press('Escape');
    await app.page.getByText(t('composer.rewindHint')).waitFor();
    await app.page.keyboard.press('Escape');
    const dialog = app.page.getByRole('dialog', { name: t('transcript.history.title') });
    await dialog.getByText('Hello.').waitFor();
    await app.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });

    await app.composer().fill('A draft');
    await app.page.keyboard.press('Escape');
    expect(await app.page.getByText(t('composer.rewindHint')).count()).toBe(0);
  });
});
