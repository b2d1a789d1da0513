// The page of machines, in a browser, with a real container engine.
// Proves: EX-4, N-16, OB-4
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { t } from '#messages/translate.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { addSocatImage, openTestEngine, TEST_IMAGE } from '#tests/support/docker-engine.ts';
import { lastToolResults, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { closeBrowser, describeInBrowser, openReadyApp, type Stage } from './stage.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const NO_ENGINE = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };
const engine = await openTestEngine();

afterAll(async () => {
  await closeBrowser();
  if (typeof engine !== 'string') await engine.stop();
});

/** Runs a command, and then says so. */
function runsCommand(request: ModelRequestRecord): Reply {
  if (lastToolResults(request).length > 0) return { steps: [{ say: 'The command ran.' }] };
  return { steps: [{ call: 'exec', input: { command: 'echo inside the container' } }] };
}

async function useContainers({ host }: Stage): Promise<void> {
  const { origin, token } = host();
  const client = await connectTo(origin, token);
  onTestFinished(() => client.stop());
  const { hash } = await client.request('config.get', {});
  const change = {
    agents: { defaults: { approvalMode: 'full' }, entries: { main: { machine: 'docker' } } },
    machines: { docker: { image: TEST_IMAGE, pull: 'never', memoryMb: 128 } },
  };
  await client.request('config.patch', { raw: JSON.stringify(change), baseHash: hash });
}

describeInBrowser('the machines page', () => {
  it('says how to install an engine if there is none', async () => {
    const { stage, app } = await openReadyApp({ model: runsCommand, env: NO_ENGINE });
    await app.page.goto(`${stage.host().origin}/#/machines`);
    await app.page.getByText(t('machines.install')).waitFor();
    await app.page.getByText(t('machines.noEngine')).waitFor();
  });

  it('charts the CPU and memory usage of the gateway', async () => {
    const { stage, app } = await openReadyApp({ model: runsCommand, env: NO_ENGINE }, PHONE);
    await app.page.goto(`${stage.host().origin}/#/machines`);
    const chart = app.page.getByRole('img', { name: /^Gateway, Memory: .* now/ });
    await chart.waitFor();
    await expect.poll(() => chart.locator('path').count()).toBeGreaterThan(0);
    await app.page.getByRole('radio', { name: t('machines.resources.24h') }).tap();
    await chart.waitFor();
    expect(await app.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      PHONE.viewport.width,
    );
  });

  it('shows a container with its resources and log, stops it, and frees its home folder, also on a phone', async (context) => {
    if (typeof engine === 'string') return context.skip(engine);
    const { stage, app } = await openReadyApp({ model: runsCommand, env: engine.environment }, PHONE);
    await useContainers(stage);
    await app.beginTask('Run it.');
    await app.page.getByText('The command ran.').first().waitFor();
    await app.page.goto(`${stage.host().origin}/#/machines`);
    const { page } = app;
    await page.getByText(t('machines.state.running'), { exact: true }).waitFor();
    await page.getByText(TEST_IMAGE).first().waitFor();
    await page.getByRole('button', { name: stage.workspace }).click();
    await page.getByText('inside the container').last().waitFor();
    await page.getByText(t('machines.memory'), { exact: true }).first().waitFor();
    await page.getByRole('img', { name: new RegExp(`${t('machines.resources.memory')}: .* limit`) }).waitFor();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(PHONE.viewport.width);
    await page.getByRole('button', { name: t('machines.stop'), exact: true }).click();
    const question = page.getByRole('dialog', { name: t('machines.stop.question') });
    await question.getByRole('button', { name: t('machines.stop'), exact: true }).click();
    await page.getByText(t('machines.state.stopped'), { exact: true }).waitFor();
    expect(await engine.docker.listContainers({ all: true })).toEqual([]);
    const title = t('machines.prune.homes');
    await page.getByRole('button', { name: t('machines.prune.label', { title }) }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('machines.prune'), exact: true })
      .click();
    await page.getByText(/^Freed /).waitFor();
  });

  it('chooses an image for new containers', async (context) => {
    if (typeof engine === 'string') return context.skip(engine);
    const other = await addSocatImage(engine);
    if (other === undefined) return context.skip('socat is missing: apt-get install socat');
    const { stage, app } = await openReadyApp({ model: runsCommand, env: engine.environment });
    await useContainers(stage);
    await app.page.goto(`${stage.host().origin}/#/machines`);
    await app.button(t('machines.images.useName', { name: other })).click();
    await app.button(t('machines.images.useName', { name: TEST_IMAGE })).waitFor();
    await app.button(t('machines.images.useName', { name: other })).waitFor({ state: 'detached' });
    await app.page.getByText(t('machines.images.nowUsed', { name: other }), { exact: true }).waitFor();
  });
});
