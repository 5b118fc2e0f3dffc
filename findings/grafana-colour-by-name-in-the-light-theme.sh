#!/bin/sh
# @grafana/data 12.3.0: in the light theme the colour by series name depends on less than five bits of the name.
#
# "Classic palette (by series name)" takes the colours of the palette that stand out from the background enough, and chooses
# by a hash of the name: h = 31 h + c, modulo the number of colours. In the light theme exactly 32 are left, and 31 is -1
# modulo 32: so all that counts of a name is its characters' codes, added and taken away in turn. Names that differ in the
# order of what stands two places apart have one colour always (job-1-2 and job-2-1), and so have read-1-replica-2 and
# read-2-replica-1. Six series of two endpoints at 1, 10 and 100 users get two colours. In the dark theme 46 are left, and the
# same six have six. A dashboard that tells its series apart by that mode does so in one theme only.
# Seen with @grafana/data 12.3.0 on Node 20 and 24 (happy-dom 20.0.10 stands for the browser, which the package wants to load).
# Fails where the light theme gives such names colours of their own.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps \
  @grafana/data@12.3.0 react@18.3.1 react-dom@18.3.1 happy-dom@20.0.10
cat >colours.mjs <<'SCRIPT'
import { createRequire } from 'node:module';
import { Window } from 'happy-dom';

const browser = new Window({ url: 'http://127.0.0.1/' });
for (const name of ['document', 'localStorage', 'location', 'navigator', 'HTMLElement', 'Element', 'Node']) {
  Object.defineProperty(globalThis, name, { value: browser[name], configurable: true });
}
globalThis.window = browser;
const { createTheme, fieldColorModeRegistry, FieldType } = createRequire(import.meta.url)('@grafana/data');

const byName = fieldColorModeRegistry.get('palette-classic-by-name');
const colourIn = (mode) => {
  const theme = createTheme({ colors: { mode } });
  return (name) =>
    byName.getCalculator({ name, type: FieldType.number, config: {}, values: [], state: { displayName: name } }, theme)(0, 0);
};
const endpoints = ['sync', 'async'].flatMap((way) => [1, 10, 100].map((users) => `nest /${way} (${way}), ${users} users`));
const swapped = [['job-1-2', 'job-2-1'], ['read-1-replica-2', 'read-2-replica-1'], ['a1b2', 'b2a1']];
const seen = ['light', 'dark'].map((mode) => {
  const colour = colourIn(mode);
  const all = new Set(Array.from({ length: 20_000 }, (_, i) => colour(`series ${i}`))).size;
  const ofSix = new Set(endpoints.map(colour)).size;
  const alike = swapped.filter(([one, other]) => colour(one) === colour(other)).length;
  console.log(`${mode}: ${all} colours for 20000 names; ${ofSix} for six series; ${alike} of ${swapped.length} swapped pairs alike`);
  return { all, ofSix, alike };
});
const [light, dark] = seen;
process.exit(light.all === 32 && light.ofSix <= 3 && light.alike === 3 && dark.ofSix > light.ofSix && dark.alike < 3 ? 0 : 1);
SCRIPT
node colours.mjs
