// What the page does by itself: shows values of charts on hover, tap and by keyboard, and saves charts as SVG.
(() => {
  const tip = document.getElementById('tip');
  const reachPixels = 36;
  let shown = null;

  const pointsOf = (plot) => [...plot.querySelectorAll('[data-tip]')];

  function centreOf(point) {
    const { left, top, width, height } = point.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  }

  function show(point) {
    if (shown === point) return;
    hide();
    shown = point;
    point.classList.add('shown');
    tip.textContent = point.dataset.tip;
    tip.hidden = false;
    const { x, y } = centreOf(point);
    const { width, height } = tip.getBoundingClientRect();
    const edge = document.documentElement.clientWidth - width - 8;
    tip.style.left = `${Math.max(8, Math.min(x - width / 2, edge)) + scrollX}px`;
    tip.style.top = `${(y - height - 12 < 4 ? y + 14 : y - height - 12) + scrollY}px`;
  }

  function hide() {
    shown?.classList.remove('shown');
    shown = null;
    tip.hidden = true;
  }

  function nearest(plot, x, y) {
    let best = null;
    let distance = reachPixels;
    for (const point of pointsOf(plot)) {
      const centre = centreOf(point);
      const away = Math.hypot(centre.x - x, centre.y - y);
      if (away < distance) [best, distance] = [point, away];
    }
    return best;
  }

  function point(event) {
    const plot = event.target.closest?.('.plot');
    const found = plot && nearest(plot, event.clientX, event.clientY);
    if (found) show(found);
    else if (!document.activeElement?.matches('.plot') || plot) hide();
  }

  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

  function step(event) {
    const plot = event.target.closest?.('.plot');
    if (event.key === 'Escape') hide();
    if (!plot || !(event.key in steps) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const points = pointsOf(plot);
    const now = points.indexOf(shown);
    const next = now < 0 && event.key !== 'End' ? 0 : now + steps[event.key];
    const chosen = points[Math.max(0, Math.min(points.length - 1, next))];
    if (chosen) show(chosen);
  }

  function enter({ target }) {
    if (target.matches?.('.plot:focus-visible') && !target.contains(shown)) {
      const [first] = pointsOf(target);
      if (first) show(first);
    }
  }

  // Standing alone, a chart has the colours of light pages, and says what it is.
  function standalone({ dataset }, svg) {
    const copy = svg.cloneNode(true);
    const { width, height } = svg.viewBox.baseVal;
    const head = 26;
    for (const point of copy.querySelectorAll('[data-tip]')) {
      const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
      title.textContent = point.dataset.tip;
      point.append(title);
      point.removeAttribute('data-tip');
      point.removeAttribute('class');
    }
    copy.setAttribute('viewBox', `0 ${-head} ${width} ${height + head}`);
    copy.setAttribute('width', width);
    copy.setAttribute('height', height + head);
    copy.setAttribute('color', '#1d2329');
    copy.setAttribute('font-family', 'system-ui, sans-serif');
    const add = (name, attributes, text) => {
      const element = document.createElementNS('http://www.w3.org/2000/svg', name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      element.textContent = text;
      copy.prepend(element);
    };
    add('text', { x: 8, y: -8, 'text-anchor': 'start', 'font-size': 12, 'font-weight': 600 }, dataset.title);
    add('rect', { y: -head, width, height: height + head, fill: '#ffffff' }, '');
    return new XMLSerializer().serializeToString(copy).replace(/var\(--[\w-]+, *(#[0-9a-fA-F]+)\)/g, '$1');
  }

  function save({ target }) {
    const button = target.closest?.('.save-svg');
    if (!button) return;
    const chart = button.closest('.chart');
    const blob = new Blob([standalone(chart, chart.querySelector('svg'))], { type: 'image/svg+xml' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = `${chart.dataset.file}.svg`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  for (const button of document.querySelectorAll('.save-svg')) button.hidden = false;
  document.addEventListener('pointermove', point);
  document.addEventListener('pointerdown', point);
  document.addEventListener('keydown', step);
  document.addEventListener('focusin', enter);
  document.addEventListener('focusout', hide);
  document.addEventListener('click', save);
})();
