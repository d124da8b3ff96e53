set application_name='shop';
select 1/0;
do $$ begin
raise debug 'cache ключ'; raise log 'sold tea ☕'; raise info 'told';
raise notice 'noted' using hint='look', detail='d'; raise warning 'slow';
end $$;
select 'no "table"' from nowhere;
do $$ begin raise exception 'own' using errcode='P0001'; end $$;
select pg_terminate_backend(pg_backend_pid());
