// Actions on an agent: set as default, duplicate, delete.
import { Copy, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { AgentSettings } from '#contract/types/agents.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { toast, toastError } from '../../design/toasts.ts';
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
  const use = async () => {
    try {
      const { hash } = await client.request('config.get', {});
      await client.request('config.patch', { raw: JSON.stringify({ agents: { default: agentId } }), baseHash: hash });
      await catalog.agents.reload();
      toast({ title: t('agents.defaultChanged', { name }) });
    } catch (cause) {
      toastError(t('agents.defaultFailed'), cause);
    }
  };
  return (
    <Button size="sm" look="quiet" onClick={() => void use()}>
      {t('agents.setDefault')}
    </Button>
  );
}

function CopyAgent({ settings }: { readonly settings: AgentSettings }) {
  const { client, catalog } = useServices();
  const copy = async () => {
    try {
      const made = await client.request('agents.duplicate', { agentId: settings.agentId });
      await catalog.agents.reload();
      navigate(href('settings', 'agents', made.agentId));
    } catch (cause) {
      toastError(t('agents.duplicateFailed'), cause);
    }
  };
  return (
    <Button size="sm" look="quiet" icon={<Copy size={13} aria-hidden />} onClick={() => void copy()}>
      {t('agents.duplicate')}
    </Button>
  );
}

function DeleteAgent({ settings }: { readonly settings: AgentSettings }) {
  const { client, catalog } = useServices();
  const [asking, setAsking] = useState(false);
  const remove = async () => {
    try {
      await client.request('agents.delete', { agentId: settings.agentId });
      await catalog.agents.reload();
      navigate('/settings/agents');
      toast({ title: t('agents.deleted', { name: settings.name }), detail: t('agents.deletedText') });
    } catch (cause) {
      toastError(t('agents.deleteFailed'), cause);
    }
  };
  return (
    <>
      <Button size="sm" look="danger-quiet" icon={<Trash2 size={13} aria-hidden />} onClick={() => setAsking(true)}>
        {t('agents.delete')}
      </Button>
      <ConfirmDialog
        open={asking}
        title={t('agents.deleteTitle', { name: settings.name })}
        description={t('agents.deleteText')}
        confirmLabel={t('agents.delete')}
        onConfirm={() => void remove()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
