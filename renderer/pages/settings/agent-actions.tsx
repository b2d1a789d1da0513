// What can be done with a whole agent: used by default, copied, deleted.
import { Copy, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { AgentSettings } from '#contract/types/agents.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { toast, toastError } from '../../design/toasts.ts';
import { href, navigate } from '../../state/route.ts';
import { useServices } from '../../state/use-client.ts';

/** The default agent cannot be deleted, so for it there is only a copy. */
export function AgentActions({ settings }: { readonly settings: AgentSettings }) {
  const { catalog } = useServices();
  const defaultId = useStore(catalog.agents.store, (state) => state.data?.defaultId);
  const isDefault = settings.agentId === defaultId;
  return (
    <div className="flex flex-wrap items-center justify-end gap-1">
      {isDefault ? null : <UseByDefault settings={settings} />}
      <CopyAgent settings={settings} />
      {isDefault ? null : <DeleteAgent settings={settings} />}
    </div>
  );
}

function UseByDefault({ settings: { agentId, name } }: { readonly settings: AgentSettings }) {
  const { client, catalog } = useServices();
  const use = async () => {
    try {
      const { hash } = await client.request('config.get', {});
      await client.request('config.patch', { raw: JSON.stringify({ agents: { default: agentId } }), baseHash: hash });
      await catalog.agents.reload();
      toast({ title: `${name} is used unless another agent is chosen` });
    } catch (cause) {
      toastError('The default agent was not changed', cause);
    }
  };
  return (
    <Button size="sm" look="quiet" onClick={() => void use()}>
      Use by default
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
      toastError('The agent was not copied', cause);
    }
  };
  return (
    <Button size="sm" look="quiet" icon={<Copy size={13} aria-hidden />} onClick={() => void copy()}>
      Duplicate
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
      toast({ title: `${settings.name} deleted`, detail: 'Its sessions and its folder stay.' });
    } catch (cause) {
      toastError('The agent was not deleted', cause);
    }
  };
  return (
    <>
      <Button size="sm" look="danger-quiet" icon={<Trash2 size={13} aria-hidden />} onClick={() => setAsking(true)}>
        Delete agent
      </Button>
      <ConfirmDialog
        open={asking}
        title={`Delete ${settings.name}?`}
        description="Its settings go away. Its sessions stay readable, and its folder is not touched."
        confirmLabel="Delete agent"
        onConfirm={() => void remove()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
