//! What sample users are called.

/// First names of many places.
#[rustfmt::skip]
pub(super) const GIVEN: [&str; 203] = [
    "Ada", "Adam", "Adebayo", "Agnieszka", "Aiko", "Alan", "Alejandra", "Amal", "Amara", "Amina", "Ana", "Anders",
    "André", "Anika", "Anouk", "Antoine", "Aria", "Arjun", "Asha", "Astrid", "Ayumi", "Barbara", "Beatriz", "Benoît",
    "Bilal", "Björn", "Bogdan", "Camila", "Carlos", "Carmen", "Chen", "Chidi", "Chiara", "Chloé", "Claire",
    "Dariusz", "David", "Deepa", "Diego", "Dmitri", "Edsger", "Eka", "Elena", "Eleni", "Elif", "Emeka", "Emil",
    "Emma", "Erik", "Esra", "Esther", "Eva", "Farah", "Fatima", "Felix", "Fernando", "Finn", "Frances", "Gabriel",
    "George", "Giulia", "Grace", "Greta", "Hana", "Hassan", "Hedy", "Heidi", "Hiroshi", "Hugo", "Ibrahim", "Ida",
    "Imani", "Inès", "Ingrid", "Irina", "Isabel", "Ivan", "Jakub", "Jamal", "Jana", "Javier", "Jing", "João",
    "Johanna", "José", "Julia", "Kai", "Kamala", "Karim", "Katarzyna", "Katherine", "Kenji", "Khadija", "Klaus",
    "Kofi", "Kwame", "Lakshmi", "Lars", "Laura", "Leila", "Lena", "León", "Lin", "Linus", "Lucía", "Luis", "Lukas",
    "Łukasz", "Lydia", "Maja", "Malik", "Manuel", "Marco", "Margaret", "María", "Marie", "Marta", "Matteo", "Maya",
    "Mehmet", "Mei", "Mia", "Miguel", "Mila", "Mohamed", "Nadia", "Naoko", "Natalia", "Ngozi", "Niklas", "Nils",
    "Nina", "Noah", "Noor", "Oksana", "Olga", "Oliver", "Olu", "Omar", "Oscar", "Otto", "Paolo", "Paulo", "Pavel",
    "Petra", "Pierre", "Priya", "Radia", "Rafael", "Rahul", "Rania", "Ravi", "Renata", "Rita", "Robert", "Rosa",
    "Ruth", "Sadia", "Said", "Sakura", "Sami", "Samuel", "Sanjay", "Sara", "Selma", "Sergei", "Shafi", "Siddharth",
    "Sigrid", "Simone", "Sofia", "Sophie", "Stefan", "Sunita", "Svetlana", "Tadashi", "Tamar", "Tanja", "Tariq",
    "Teresa", "Thandiwe", "Theo", "Thomas", "Tomás", "Tove", "Ursula", "Valentina", "Vera", "Victor", "Viktor",
    "Vinod", "Wanjiku", "Wei", "Werner", "Xavier", "Yara", "Yasmin", "Yuki", "Yusuf", "Zainab", "Zara", "Zoë",
    "Zofia",
];

/// Last names of many places.
#[rustfmt::skip]
pub(super) const FAMILY: [&str; 300] = [
    "Abebe", "Acheampong", "Adeyemi", "Ahmed", "Akhtar", "Almeida", "Álvarez", "Amari", "Andersson", "Aoki",
    "Araújo", "Arslan", "Asante", "Babbage", "Bakker", "Banerjee", "Barbosa", "Bauer", "Becker", "Berg", "Bernard",
    "Bianchi", "Blanc", "Bondarenko", "Bose", "Brandt", "Braun", "Brown", "Bruno", "Cabrera", "Campbell", "Cardoso",
    "Carlsen", "Castro", "Çelik", "Cerf", "Chan", "Chatterjee", "Chen", "Choi", "Christensen", "Clark", "Conti",
    "Costa", "Cruz", "Dahl", "Dang", "Das", "Delgado", "Demir", "Desai", "Diallo", "Díaz", "Dijkstra", "Dubois",
    "Duarte", "Dupont", "Eriksen", "Esposito", "Evans", "Farouk", "Fernández", "Ferrari", "Fischer", "Fofana",
    "Fontaine", "Fournier", "Franco", "Fujita", "Gallo", "García", "Gauthier", "Gomes", "González", "Goto", "Gupta",
    "Gutiérrez", "Haddad", "Hagen", "Hamilton", "Hansen", "Hara", "Hassan", "Haugen", "Herrera", "Hoang", "Hoffmann",
    "Hopper", "Horvat", "Hughes", "Ibrahim", "Ikeda", "Ito", "Ivanov", "Jackson", "Jain", "Jansen", "Jensen",
    "Jiménez", "Johansson", "Johnson", "Jones", "Kamara", "Kaplan", "Kapoor", "Kato", "Kaur", "Kaya", "Keller",
    "Khan", "Kim", "King", "Kiplagat", "Klein", "Knudsen", "Kobayashi", "Koch", "Kone", "Kovač", "Kowalski",
    "Kowalczyk", "Kozlov", "Kruger", "Kumar", "Lamarr", "Lambert", "Lange", "Larsen", "Laurent", "Lee", "Lefebvre",
    "Leroy", "Levy", "Lewis", "Li", "Lind", "Liskov", "Liu", "Lopes", "López", "Lovelace", "Lund", "Ma", "MacDonald",
    "Madsen", "Mahlangu", "Malik", "Marino", "Markov", "Martin", "Martínez", "Mathieu", "Mazur", "Mbeki", "Mehta",
    "Meier", "Mendes", "Mendoza", "Mensah", "Meyer", "Mishra", "Mitchell", "Molina", "Moore", "Morales", "Moreau",
    "Moretti", "Müller", "Mukherjee", "Murphy", "Mwangi", "Nakamura", "Naidoo", "Nair", "Ncube", "Nel", "Nguyen",
    "Nielsen", "Nikolaidis", "Nilsson", "Novák", "Nowak", "Nkosi", "Núñez", "O'Brien", "O'Connor", "Ochieng",
    "Oduya", "Ogawa", "Okafor", "Okeke", "Okonkwo", "Oliveira", "Olsen", "Onyango", "Ortega", "Ortiz", "Otieno",
    "Owusu", "Öztürk", "Papadopoulos", "Park", "Patel", "Pavlov", "Pereira", "Pérez", "Perlman", "Petersen",
    "Petrov", "Pham", "Pinto", "Popescu", "Popov", "Ramos", "Rao", "Reddy", "Reyes", "Ribeiro", "Ricci", "Richter",
    "Ritchie", "Rivera", "Roberts", "Robinson", "Rocha", "Rodríguez", "Romano", "Romero", "Rossi", "Rousseau",
    "Roux", "Ruiz", "Russo", "Saito", "Salazar", "Saleh", "Sánchez", "Santos", "Sasaki", "Sato", "Schmidt",
    "Schneider", "Scholz", "Schulz", "Scott", "Shah", "Sharma", "Shevchenko", "Silva", "Simon", "Singh", "Smirnov",
    "Smith", "Sokolov", "Sørensen", "Sousa", "Stein", "Suzuki", "Svensson", "Takahashi", "Tanaka", "Tan", "Taylor",
    "Thomas", "Thompson", "Tran", "Traoré", "Turing", "Vargas", "Vasquez", "Vega", "Visser", "Vogel", "Volkov",
    "Wagner", "Walker", "Wang", "Watanabe", "Weber", "Weiss", "White", "Wilson", "Wirth", "Wójcik", "Wolf", "Wong",
    "Wood", "Wright", "Wu", "Yamamoto", "Yang", "Yıldız", "Yilmaz", "Young", "Zając", "Zhang", "Zhao", "Zhou",
    "Ziegler", "Zimmermann",
];

/// Reserved for documentation (RFC 2606): no mail reaches anybody.
#[rustfmt::skip]
pub(super) const DOMAINS: [&str; 8] = [
    "example.com", "example.org", "example.net", "mail.example", "post.example", "corp.example", "school.example",
    "lab.example",
];

/// Plans of a made-up service.
#[rustfmt::skip]
pub(super) const PLANS: [&str; 6] = [
    "free", "free", "free", "silver", "silver", "gold",
];
