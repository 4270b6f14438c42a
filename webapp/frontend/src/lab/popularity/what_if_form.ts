/** The what-if form: its values at once to the server, a moment later to the address. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { postJson } from "../../api/client";
import { goQuery, place } from "../../state/router";
import type { Features, PopularityAnswer, PopularityForms, PopularityQuestion } from "../records";
import { LiveAnswer } from "./live_answer";
import { questionOf, readWhatIf, type WhatIf, whatIfQuery } from "./what_if_rules";

/** Browsers refuse an address that changes with every frame. */
const SETTLED_MS = 300;

export function useWhatIf(forms: PopularityForms, start: Features) {
  const form = useSignal<WhatIf>(readWhatIf(place.peek().query, forms.features));
  const settled = useSignal<PopularityQuestion>(questionOf(form.peek(), start, forms.threshold));
  const live = useMemo(
    () => new LiveAnswer<PopularityQuestion, PopularityAnswer>((question) => postJson("/predicted", question)),
    [],
  );
  const written = useRef(place.peek().query.toString());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => live.close(), [live]);
  useEffect(() => {
    const question = questionOf(form.peek(), start, forms.threshold);
    live.ask(question);
    settled.value = question;
  }, [live, start, forms, form, settled]);
  const query = place.value.query.toString();
  // The address changed by another hand than this form's: back, forward, a link.
  useEffect(() => {
    if (query === written.current) return;
    written.current = query;
    form.value = readWhatIf(place.peek().query, forms.features);
    settled.value = questionOf(form.peek(), start, forms.threshold);
    live.ask(settled.peek());
  }, [query, forms, start, form, settled, live]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const change = (changes: Partial<WhatIf>) => {
    form.value = { ...form.peek(), ...changes };
    const question = questionOf(form.peek(), start, forms.threshold);
    live.ask(question);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      goQuery(whatIfQuery(form.peek(), forms.features));
      written.current = place.peek().query.toString();
      settled.value = question;
    }, SETTLED_MS);
  };
  const setFeature = (name: string, value: number) => {
    const { [name]: _, ...others } = form.peek().changed;
    change({ changed: value === start[name] ? others : { ...others, [name]: value } });
  };
  const features = useComputed(() => ({ ...start, ...form.value.changed }));
  return { form, features, live, settled, change, setFeature };
}
