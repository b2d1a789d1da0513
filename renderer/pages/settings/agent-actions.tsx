// Actions on an agent: set as default, duplicate, delete.
import { Copy, Trash2 } from 'lucide-react';
import { useStore } from 'zustand';
import type { AgentSettings } from '#contract/types/agents.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmButton } from '../../design/dialog.tsx';
import { attempt, toast } from '../../design/toasts.ts';
import { href, navigate } from '../../state/route.ts';
import { useServices } from '../../state/use-client.ts';

/** The default agent can only be duplicated. */
export function AgentActions({ settings }: { readonly settings: AgentSettings }) {
  const { catalog } = useServices();
  const defaultId = useStore(catalog.agents.store, (state) => state.data?.defaultId);
  const isDefault = settings.agentId === defaultId;
  return (
    <div className="flex flex-wrap items-center justify-end gap-1">
      {isDefault ? null : <SetAsDefault settings={settings} />}
      <CopyAgent settings={settings} />
      {isDefault ? null : <DeleteAgent settings={settings} />}
    </div>
  );
}

function SetAsDefault({ settings: { agentId, name } }: { readonly settings: AgentSettings }) {
  const { client, catalog } = useServices();
  const use = () =>
    attempt(t('agents.defaultFailed'), async () => {
      const { hash } = await client.request('config.get', {});
      await client.request('config.patch', { raw: JSON.stringify({ agents: { default: agentId } }), baseHash: hash });
      await catalog.agents.reload();
      toast({ title: t('agents.defaultChanged', { name }) });
    });
  return <Button label={t('agents.setDefault')} size="sm" look="quiet" onClick={use} />;
}

function CopyAgent({ settings }: { readonly settings: AgentSettings }) {
  const { client, catalog } = useServices();
  const copy = () =>
    attempt(t('agents.duplicateFailed'), async () => {
      const made = await client.request('agents.duplicate', { agentId: settings.agentId });
      await catalog.agents.reload();
      navigate(href('settings', 'agents', made.agentId));
    });
  return <Button label={t('agents.duplicate')} size="sm" look="quiet" icon={Copy} onClick={copy} />;
}

function DeleteAgent({ settings }: { readonly settings: AgentSettings }) {
  const { client, catalog } = useServices();
  const remove = () =>
    attempt(t('agents.deleteFailed'), async () => {
      await client.request('agents.delete', { agentId: settings.agentId });
      await catalog.agents.reload();
      navigate('/settings/agents');
      toast({ title: t('agents.deleted', { name: settings.name }), detail: t('agents.deletedText') });
    });
  return (
    <ConfirmButton
      trigger={<Button label={t('agents.delete')} size="sm" look="danger-quiet" icon={Trash2} />}
      title={t('agents.deleteTitle', { name: settings.name })}
      description={t('agents.deleteText')}
      confirmLabel={t('agents.delete')}
      onConfirm={remove}
    />
  );
}
