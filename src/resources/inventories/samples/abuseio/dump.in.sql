-- MySQL dump
DROP TABLE IF EXISTS `contacts`;
INSERT INTO `contacts` VALUES (1,'2024-01-01 00:00:00','2024-01-01 00:00:00',NULL,'K-1','O\'Brien; Web','abuse@one.example,noc@one.example','',1,1),(2,'2024-01-01 00:00:00','2024-01-01 00:00:00',NULL,'K-2','Two','abuse@two.example','',0,1);
INSERT INTO `netblocks` (`id`,`contact_id`,`first_ip`,`last_ip`,`description`,`enabled`) VALUES (1,1,'192.0.2.0','192.0.2.127','block (a)',1),(2,2,'192.0.2.128','192.0.2.255','off',1);
INSERT INTO `domains` (`id`,`contact_id`,`name`,`enabled`) VALUES (1,1,'one.example',1);
INSERT INTO `users` VALUES (1,'x');
