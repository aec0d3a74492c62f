// The page of the running bot: shows what /api/v1 says, and asks again when the bot tells that something has
// changed. Text of people only ever becomes text. No framework, nothing from elsewhere.
'use strict';

const $ = (id) => document.getElementById(id);
const main = $('main');
let verbs = [];

function make(name, properties, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties || {})) {
    if (key === 'class') element.className = value;
    else if (key === 'href') element.setAttribute('href', value);
    else element[key] = value;
  }
  for (const child of children) if (child !== null) element.append(child);
  return element;
}

class Refused extends Error {}

async function ask(path, body) {
  const options = {headers: {}, cache: 'no-store'};
  if (body) {
    options.method = 'POST';
    options.headers['Content-Type'] = 'application/json';
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(path, options);
  if (answer.status === 401) {
    $('login').hidden = false;
    throw new Refused(path === '/login' ? 'That is not the token.' : 'The bot asks for its token.');
  }
  if (answer.headers.get('Content-Type') !== 'application/json') return answer.text();
  const given = await answer.json();
  if (given.error) throw new Refused(given.error);
  return given;
}

const clock = (iso) => new Date(iso).toLocaleTimeString([], {hour: '2-digit', minute: '2-digit'});
const day = (iso) => new Date(iso).toLocaleString([], {dateStyle: 'medium', timeStyle: 'short'});

function badges(incident) {
  const severity = incident.severity || 'no severity';
  return [
    make('span', {class: 'badge ' + (incident.severity || '')}, severity),
    make('span', {class: 'badge'}, incident.state),
    incident.is_drill ? make('span', {class: 'badge'}, 'drill') : null,
  ];
}

function incidentList(heading, incidents) {
  const items = incidents.map((one) => make('li', {},
    ...badges(one),
    make('a', {href: '#/' + one.incident}, one.incident + ' ' + one.title),
    make('div', {class: 'soft'}, 'lead ' + (one.lead ? one.lead.name : 'nobody') +
      ', since ' + day(one.started_at || one.declared_at))));
  return [
    make('h1', {}, heading),
    items.length ? make('ul', {class: 'incidents'}, ...items) :
      make('p', {class: 'soft'}, 'None. To open one, type below: declare sev2 What is wrong'),
  ];
}

async function overview() {
  const [active, recent] = await Promise.all([
    ask('/api/v1/incidents'), ask('/api/v1/incidents?which=recent')]);
  const over = recent.incidents.filter((one) => one.closed_at || one.state === 'cancelled');
  return [...incidentList('Live incidents', active.incidents),
    ...(over.length ? incidentList('Earlier', over.slice(0, 20)) : [])];
}

function card(incident) {
  const facts = [
    ['Lead', incident.lead ? incident.lead.name : 'nobody: join lead'],
    ['Impact', incident.impact || 'not said yet'],
    ['Started', incident.started_at ? day(incident.started_at) : 'not said yet'],
    ['Resolved', incident.resolved_at ? day(incident.resolved_at) : ''],
    ['Last update', incident.last_update],
    ['Cause', incident.causes.join('; ')],
    ['Open tasks', incident.tasks.filter((task) => task.is_open).map((task) =>
      task.task + ' ' + task.text + (task.owner ? ' (' + task.owner.name + ')' : '') +
      (task.issue ? ' ' + task.issue.key : '')).join('; ')],
  ].filter(([, value]) => value);
  return make('dl', {}, ...facts.flatMap(([name, value]) =>
    [make('dt', {}, name), make('dd', {}, value)]));
}

function entry(one) {
  return make('li', {class: one.is_struck ? 'struck' : '', id: one.entry},
    make('time', {dateTime: one.happened_at, title: day(one.happened_at) + ', ' + one.happened_at},
      clock(one.happened_at)),
    make('div', {},
      make('span', {class: 'soft'}, one.entry + ' '), make('b', {}, one.kind), ' ',
      make('span', {class: 'soft'}, one.by ? one.by.name : ''),
      make('div', {class: 'text'}, one.text + (one.is_struck ? ' (struck)' : ''))));
}

// The incident that is looked at, as far as it is known here: the bot is only asked for what has changed since
// `last`, and only that is drawn anew. With `last` 0 it is asked for everything.
let followed = null;

function follow(name) {
  const list = make('ol', {class: 'timeline', reversed: true});
  const head = make('div');
  const holder = make('div', {}, head, make('h2', {}, 'Timeline, latest first'), list);
  return {name, last: 0, people: '', entries: new Map(), list, head, holder};
}

async function oneIncident(name) {
  if (!followed || followed.name !== name) followed = follow(name);
  const page = followed;
  const path = '/api/v1/incidents/' + encodeURIComponent(name);
  let told = await ask(path + '/changes?after=' + page.last);
  if (told.after > 0 && namesChanged(page, told)) told = await ask(path + '/changes?after=0');
  page.people = JSON.stringify(told.people);
  const writeup = make('a', {href: path + '/postmortem?format=html'}, 'Write-up');
  const head = make('div', {}, make('h1', {}, told.incident.incident + ' ' + told.incident.title),
    make('p', {}, ...badges(told.incident), writeup), card(told.incident));
  if (!head.isEqualNode(page.head)) page.head.replaceChildren(...head.childNodes);
  takeEntries(page, told);
  page.last = told.last;
  return page.holder;
}

// Somebody whom the timeline already names is called something else now.
function namesChanged(page, told) {
  const known = new Map(JSON.parse(page.people || '[]').map((one) => [one.id, one.name]));
  return told.people.some((one) => known.has(one.id) && known.get(one.id) !== one.name);
}

function takeEntries(page, told) {
  const stays = new Set(told.entries.map((one) => one.entry));
  for (const [handle, known] of page.entries) {
    if (told.after === 0 && !stays.has(handle)) forgetEntry(page, handle, known);
  }
  for (const one of told.entries) {
    const text = JSON.stringify(one);
    const known = page.entries.get(one.entry);
    if (known && known.text === text) continue;
    if (known) forgetEntry(page, one.entry, known);
    page.entries.set(one.entry, {
      text, at: Date.parse(one.happened_at), number: Number(one.entry.slice(1)), item: entry(one)});
  }
  if (!told.entries.length) return;
  const latestFirst = [...page.entries.values()].sort((a, b) => b.at - a.at || b.number - a.number);
  let here = page.list.firstChild;
  for (const {item} of latestFirst) {
    if (item === here) here = here.nextSibling;
    else page.list.insertBefore(item, here);
  }
}

function forgetEntry(page, handle, known) {
  known.item.remove();
  page.entries.delete(handle);
}

async function search(words) {
  const {found, not_searched_yet} = await ask('/api/v1/find?q=' + encodeURIComponent(words));
  const later = not_searched_yet ? ' The last ' + not_searched_yet + ' entries are looked through in a moment.' : '';
  return [
    make('h1', {}, 'Found for “' + words + '”'),
    found.length ? make('ul', {class: 'incidents'}, ...found.map((one) => make('li', {},
      make('a', {href: '#/' + one.incident}, one.incident + ' ' + one.title),
      make('div', {class: 'soft'}, one.entry + ' ' + one.excerpt)))) :
      make('p', {class: 'soft'}, 'Nothing. Fewer or other words may help.' + later),
  ];
}

function length(seconds) {
  if (seconds === null) return 'not known';
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? minutes + ' min' : Math.floor(minutes / 60) + ' h ' + minutes % 60 + ' min';
}

async function numbers() {
  const stats = await ask('/api/v1/stats?days=90');
  const rows = [['Incidents', stats.incidents], ['Still going on', stats.going_on]];
  for (const [name, count] of Object.entries(stats.by_severity)) {
    if (count) rows.push([name === 'unset' ? 'no severity' : name, count]);
  }
  for (const what of ['detect', 'acknowledge', 'mitigate', 'resolve']) {
    const one = stats[what];
    rows.push(['Time to ' + what, 'half within ' + length(one.p50_seconds) + ', nine of ten within ' +
      length(one.p90_seconds) + ' (known of ' + one.known + ', not of ' + one.unknown + ')']);
  }
  return [make('h1', {}, 'The last 90 days'), make('dl', {}, ...rows.flatMap(([name, value]) =>
    [make('dt', {}, name), make('dd', {}, String(value))]))];
}

function view() {
  const [what] = decodeURIComponent(location.hash.replace(/^#\//, '')).split('/');
  if (what === 'stats') return numbers();
  if (what === 'find') return search(decodeURIComponent(location.hash.slice('#/find/'.length)));
  if (/^INC-\d+$/.test(what)) return oneIncident(what);
  return overview();
}

// One drawing after the other: when the bot tells of changes faster than they can be drawn, each drawing is
// finished all the same, and the last one shows the last of them.
let again = false;
let drawing = null;
function draw() {
  again = true;
  if (!drawing) drawing = drawWhileAsked().finally(() => { drawing = null; });
  return drawing;
}

async function drawWhileAsked() {
  while (again) {
    again = false;
    await drawOnce();
  }
}

// Draws only what has changed, so that nobody's selection or place on the page is lost.
async function drawOnce() {
  const place = location.hash;
  try {
    const drawn = await view();  // elements, or one that is kept and has been brought up to date
    if (place !== location.hash) return;  // somebody has gone elsewhere, and asked for that
    const holder = Array.isArray(drawn) ? make('div', {}, ...drawn) : drawn;
    if (holder !== main.firstChild && !holder.isEqualNode(main.firstChild)) main.replaceChildren(holder);
    $('state').textContent = 'live';
    $('login').hidden = true;
  } catch (error) {
    $('state').textContent = error instanceof Refused ? error.message : 'the bot does not answer; trying again';
  }
}

// The bot tells when there may be something new. Asked now and then too: times pass by themselves, and a
// page that slept may have missed it.
function listen() {
  const changes = new EventSource('/changes');
  changes.onmessage = () => { if (!document.hidden) draw(); };
  // Whatever was missed meanwhile, and perhaps another record: everything is asked for.
  changes.onopen = () => {
    if (followed) followed.last = 0;
    draw();
  };
  changes.onerror = () => {
    $('state').textContent = 'the bot does not answer; trying again';
    if (changes.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  };
}

async function keepDrawing() {
  if (!document.hidden) await draw();
  setTimeout(keepDrawing, 30000);
}

function key() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16)).join('');
}

const currentIncident = () => (/^#\/(INC-\d+)/.exec(location.hash) || [])[1] || '';
const namesIncident = (line) => /^(inc-\d+|#\d+|\d+)\b/i.test(line);
let pending = null;  // sent and not confirmed: the same line is the same act

// One after the other, in the order in which they were typed.
let running = Promise.resolve();
function run(line) {
  const verb = line.trim().split(/\s+/)[0].toLowerCase();
  const stands = verbs.find((one) => one.verb === verb || one.aliases.includes(verb));
  const incident = !namesIncident(line) && (!stands || stands.needs_incident) ? currentIncident() : '';
  const as = $('as').value.trim();
  localStorage.setItem('as', as);
  if (!pending || pending.line !== line || pending.as !== as) pending = {line, as, key: key()};
  const typed = pending;
  running = running.then(() => carryOut(typed, incident));
}

async function carryOut(typed, incident) {
  const {line, as} = typed;
  const reply = $('reply');
  reply.className = '';
  reply.textContent = 'Sending…';
  try {
    const answer = await ask('/api/v1/commands', {as, incident, text: line, key: typed.key});
    reply.className = answer.saved ? '' : 'refused';
    reply.replaceChildren(answer.text, make('div', {}, ...answer.buttons.map((button) =>
      make('button', {type: 'button', class: 'choice', onclick: () => run(button.line)}, button.label))));
    if (!answer.text.startsWith('Not confirmed') && pending === typed) pending = null;
    if (answer.saved && $('line').value === line) $('line').value = '';  // and not the next one
  } catch (error) {
    reply.className = 'refused';
    reply.textContent = error instanceof Refused ? error.message :
      'Not confirmed: the bot does not answer. Press Run again; it is saved once.';
  }
  draw();
}

// The answer sets a cookie that no script can read.
async function logIn(token) {
  try {
    await ask('/login', {token});
    learnVerbs();
    draw();
  } catch (error) {
    $('state').textContent = error instanceof Refused ? error.message : 'the bot does not answer; try again';
  }
}

function tellAboutVerb() {
  const verb = $('line').value.trim().replace(/^(inc-\d+|#\d+)\s+/i, '').split(/\s+/)[0].toLowerCase();
  const found = verbs.find((one) => one.verb === verb || one.aliases.includes(verb));
  $('about').textContent = found ? found.verb + ' ' + found.arguments + ': ' + found.purpose : '';
}

async function learnVerbs() {
  try {
    verbs = (await ask('/api/v1/verbs')).verbs;
    $('verbs').replaceChildren(...verbs.map((one) => make('option', {value: one.verb}, one.purpose)));
  } catch (error) {
    setTimeout(learnVerbs, 5000);
  }
}

$('command').addEventListener('submit', (event) => {
  event.preventDefault();
  if ($('line').value.trim()) run($('line').value);
});
$('search').addEventListener('submit', (event) => {
  event.preventDefault();
  const words = $('words').value.trim();
  location.hash = words ? '#/find/' + encodeURIComponent(words) : '#/';
});
$('login').addEventListener('submit', (event) => {
  event.preventDefault();
  logIn($('token').value);
  $('token').value = '';
});
$('line').addEventListener('input', tellAboutVerb);
window.addEventListener('hashchange', () => { draw().then(() => main.focus()); });
$('as').value = localStorage.getItem('as') || '';
document.addEventListener('visibilitychange', () => { if (!document.hidden) draw(); });
learnVerbs();
listen();
keepDrawing();
