import { Check, CircleStop, GitBranch, History, ListChecks, MessageSquare, Play, Plus } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { RefineSession } from '@/bridge/contract'
import { useCommands, type Command } from '@/shared/commands/registry'
import { toggleHistory } from '@/shared/history/HistoryButton'
import { showSession } from '@/shared/refine/open'
import { numberOf, shownIteration } from './session/facts'
import { focusFeedback } from './session/GoOnBar'
import { isOpenEnded, stopSession, useAccept, useGoOn, useMakeImage } from './session/use-loop'
import { focusGoal } from './start/GoalBox'
import { useStart } from './start/use-start'
import { freshView, useView } from './state'
import { useSessionAct } from './use-session'

const NONE = { id: '' }

/** What the palette and the keyboard can do here. */
export function useRefineCommands(session: RefineSession | undefined): void {
  const { t } = useTranslation()
  const picked = useView((view) => view.picked)
  const { start } = useStart()
  const { make } = useMakeImage(session)
  const { goOn } = useGoOn(session)
  const { accept } = useAccept(session ?? NONE)
  const { act } = useSessionAct()
  const commands = useMemo((): Command[] => {
    const always: Command[] = [
      { id: 'refine.history', section: 'do', icon: History, label: t('refine.history.title'), shortcut: 'h', perform: toggleHistory },
    ]
    if (!session) return [...always, { id: 'refine.start', section: 'do', icon: Play, label: t('refine.start.button'), shortcut: 'mod+enter', perform: start }, { id: 'refine.goal', section: 'do', icon: MessageSquare, label: t('refine.command.goal'), shortcut: '/', perform: focusGoal }]
    const fresh = () => {
      freshView()
      showSession(null)
    }
    always.push({ id: 'refine.new', section: 'do', icon: Plus, label: t('refine.new'), shortcut: 'n', perform: fresh })
    if (session.status === 'running') return [...always, { id: 'refine.stop', section: 'do', icon: CircleStop, label: t('refine.command.stop'), shortcut: 'mod+.', perform: () => stopSession(session.id) }]
    always.push({ id: 'refine.checklist', section: 'do', icon: ListChecks, label: t('refine.checklist.edit'), shortcut: 'e', perform: () => useView.setState(({ editing }) => ({ editing: !editing })) })
    if (isOpenEnded(session)) return [...always, { id: 'refine.make', section: 'do', icon: Play, label: t('refine.first.button'), shortcut: 'mod+enter', perform: make }]
    const shown = shownIteration(session, picked)
    return [
      ...always,
      { id: 'refine.more', section: 'do', icon: Play, label: t('refine.command.more'), shortcut: 'mod+enter', perform: goOn },
      { id: 'refine.feedback', section: 'do', icon: MessageSquare, label: t('refine.feedback.label'), shortcut: '/', perform: focusFeedback },
      ...(shown?.image
        ? ([
            { id: 'refine.accept', section: 'do', icon: Check, label: t('refine.accept.button', { number: numberOf(shown.index) }), shortcut: 'mod+shift+enter', perform: () => accept(shown.index) },
            {
              id: 'refine.branch',
              section: 'do',
              icon: GitBranch,
              label: t('refine.action.branch', { number: numberOf(shown.index) }),
              perform: () =>
                void act(async () => {
                  const branched = await call('branch_session', { session_id: session.id, index: shown.index })
                  freshView()
                  showSession(branched.id)
                  return branched
                }),
            },
          ] satisfies Command[])
        : []),
    ]
  }, [t, session, picked, start, make, goOn, accept, act])
  useCommands(commands)
}
