// The choices of a composer, for an existing session or a new one.
import { useStore } from 'zustand';
import type { ApprovalMode } from '#contract/types/approval-modes.ts';
import { defined } from '#contract/types/defined.ts';
import type { PersonaChoice } from '#contract/types/personas.ts';
import type { Project } from '#contract/types/projects.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { attempt } from '../../../design/toasts.ts';
import type { ModelChoice } from '../../../state/catalog.ts';
import { isDraftKey } from '../../../state/layout.ts';
import type { NewSession } from '../../../state/outbox.ts';
import { useChosenProject, type PlaceOptions } from './place-chooser.tsx';
import { useAgentSettings, useServices, useSessionRow } from '../../../state/use-client.ts';

/** The kind of machine that works on another computer, where there are no worktrees. */
export const REMOTE_MACHINE = 'ssh';

/** The choices below the message box, and how to change them. */
export type ComposerChoices = ReturnType<typeof useComposerChoices>;

/** The wire name of a model. */
export function toModelRef(model: Pick<ModelChoice, 'id' | 'provider'>): string {
  return model.id.startsWith(`${model.provider}/`) ? model.id : `${model.provider}/${model.id}`;
}

/** The choices of a session or a draft. */
export function useComposerChoices(sessionKey: string) {
  const services = useServices();
  const row = useSessionRow(sessionKey);
  const create = useStore(services.drafts.store, (state) => state.drafts[sessionKey]?.create);
  const agentList = useStore(services.catalog.agents.store, (state) => state.data);
  const models = useStore(services.catalog.models.store, (state) => state.data?.models) ?? [];
  const agents = agentList?.agents.filter((agent) => agent.kind !== 'system') ?? [];
  const isNew = isDraftKey(sessionKey);
  const project = useChosenProject(create);
  const chosen = isNew ? project : undefined;
  const preset = findPreset(create, row, chosen);
  const agentId = preset.agentId ?? agentList?.defaultId;
  const agent = agents.find((entry) => entry.id === agentId);
  const settings = useAgentSettings(agentId);
  const modelRef = preset.model ?? agent?.model?.primary;
  const changeDraft = (changes: DraftChanges): void => {
    const draft = services.drafts.get(sessionKey);
    services.drafts.set(sessionKey, { ...draft, create: defined({ ...draft.create, ...changes }) });
  };
  const change = (changes: Pick<NewSession, 'model' | 'approvalMode'>): void => {
    if (isNew) return changeDraft(changes);
    attempt(t('composer.changeFailed'), () => services.sessions.patch(sessionKey, changes));
  };
  return {
    isNew,
    /** Options of the new session. */
    create,
    /** The project of the new session. */
    project: chosen,
    agent,
    agents,
    model: models.find((model) => toModelRef(model) === modelRef),
    /** `provider/model`, even if the model is no longer in the list. */
    modelRef,
    models,
    mode: create?.approvalMode ?? row?.approvalMode ?? settings?.approvalMode,
    /** Absent: the model's default. */
    thinkingLevel: create?.thinkingLevel ?? row?.thinkingLevel,
    chooseAgent: (agentId: string) => changeDraft({ agentId }),
    chooseModel: (model: string) => change({ model }),
    /** Of the new session. */
    chooseThinking: (thinkingLevel: string | undefined) => changeDraft({ thinkingLevel }),
    /** Of the new session; undefined for that of the project or agent. */
    chooseMachine: (machine: string | undefined) => changeDraft({ machine }),
    /** Of the new session. */
    choosePersona: (persona: PersonaChoice | undefined) => changeDraft({ persona }),
    choosePlace: (place: PlaceOptions) => {
      const inWorktree = place.worktree === true || place.worktreeId !== undefined;
      changeDraft(inWorktree && create?.machine === REMOTE_MACHINE ? { ...place, machine: undefined } : place);
    },
    chooseMode: (approvalMode: ApprovalMode) => change({ approvalMode }),
  };
}

/** `undefined` clears an option. */
type DraftChanges = PlaceOptions | { readonly [K in keyof NewSession]?: NewSession[K] | undefined };

/** What was chosen, what the session has, or what its project says, in this order. */
function findPreset(create: NewSession | undefined, row: SessionRow | undefined, project: Project | undefined) {
  const { agentId, model } = project?.defaults ?? {};
  return {
    agentId: create?.agentId ?? row?.agentId ?? agentId,
    model: create?.model ?? rowModelRef(row) ?? model,
  };
}

function rowModelRef(row: SessionRow | undefined): string | undefined {
  if (row?.model === undefined || row.model === 'none') return undefined;
  return row.modelProvider === undefined ? row.model : toModelRef({ id: row.model, provider: row.modelProvider });
}
