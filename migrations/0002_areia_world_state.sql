-- What a world on disk keeps beside its clock: what it was made from, until when it lives, where its quotas stand.
alter table areia_world add column state text check (state is null or json_valid(state));

-- How the clock was set at first is what it showed, not how far that was from the machine's time: a reset leads back there.
update areia_world set clock = json_set(clock, '$.first', json_object(
    'now_us', clock ->> '$.first.frozen_at_us',
    'is_frozen', json(iif(clock ->> '$.first.frozen_at_us' is null, 'false', 'true'))
));
